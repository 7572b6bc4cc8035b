import { isSendable } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import type { Asker } from '../ports/store/lookup.ts';
import type { Catalogue, TemplateFinder } from '../ports/templates.ts';
import type { WhyNotOffered } from '../rules/ask-rules.ts';
import type { RecentTemplates } from './recent-templates.ts';

/** The templates that match, in the order in which they are offered; none is in two lists. */
export interface FoundTemplates {
  readonly recent: readonly Template[];
  readonly sendable: readonly Template[];
  /** Those that cannot be sent; listed so that a person who looks for one learns why. */
  readonly unsendable: readonly Template[];
}

/** Finds templates for the picker. @param limit how many templates all lists hold together at most */
export type FindTemplates = (query: string, asker: Asker, limit: number) => Promise<FoundTemplates>;

const MAX_RECENT = 6;

interface Needs {
  readonly catalogue: Catalogue;
  readonly recent: Pick<RecentTemplates, 'of'>;
  /** Left out, every template is offered. */
  readonly whyNotOffered?: WhyNotOffered;
}

/** Searches without a limit, because a recent template may be far down among the matches. */
export function createFindTemplates({ catalogue, recent: recentTemplates, whyNotOffered }: Needs): FindTemplates {
  return async (query, asker, limit) => {
    const keys = await recentTemplates.of(asker);
    const why = await whyNotOffered?.(asker.actorId, asker.channelId);
    const found = catalogue.search(query, Number.POSITIVE_INFINITY);
    const matches = why === undefined ? found : found.filter((template) => why(template) === undefined);
    const recent = keys
      .map((key) => findByKey(catalogue, key))
      .filter((template) => template !== undefined)
      .filter((template) => isSendable(template) && matches.includes(template))
      .slice(0, Math.min(MAX_RECENT, limit));
    const others = matches
      .slice(0, limit)
      .filter((template) => !recent.includes(template))
      .slice(0, limit - recent.length);
    const sendable = others.filter(isSendable);
    return { recent, sendable, unsendable: others.slice(sendable.length) };
  };
}

function findByKey(catalogue: TemplateFinder, key: string): Template | undefined {
  const at = key.lastIndexOf(':');
  return catalogue.find(key.slice(0, at), key.slice(at + 1));
}

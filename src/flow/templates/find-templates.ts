import { obstacleTo } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import type { Catalogue } from '../ports/ports.ts';
import type { RecentTemplates, Whose } from './recent-templates.ts';

/** What matches, in the order in which it is offered; no template is in two lists. */
export interface FoundTemplates {
  readonly recent: readonly Template[];
  readonly sendable: readonly Template[];
  /** Listed so that nobody looks for them in vain. */
  readonly unsendable: readonly Template[];
}

/** @param limit the most of all lists together. */
export type FindTemplates = (query: string, whose: Whose, limit: number) => Promise<FoundTemplates>;

const MOST_RECENT = 6;

interface Needs {
  readonly catalogue: Catalogue;
  readonly recent: Pick<RecentTemplates, 'of'>;
}

/** Everything that matches is asked for, because a recent one counts however late it would come. */
export function createFindTemplates({ catalogue, recent: recentTemplates }: Needs): FindTemplates {
  return async (query, whose, limit) => {
    const keys = await recentTemplates.of(whose);
    const matches = catalogue.search(query, Number.POSITIVE_INFINITY);
    const recent = keys
      .map((key) => findByKey(catalogue, key))
      .filter((template) => template !== undefined)
      .filter((template) => isSendable(template) && matches.includes(template))
      .slice(0, Math.min(MOST_RECENT, limit));
    const others = matches
      .slice(0, limit)
      .filter((template) => !recent.includes(template))
      .slice(0, limit - recent.length);
    const sendable = others.filter(isSendable);
    return { recent, sendable, unsendable: others.slice(sendable.length) };
  };
}

function isSendable(template: Template): boolean {
  return obstacleTo(template) === undefined;
}

function findByKey(catalogue: Pick<Catalogue, 'find'>, key: string): Template | undefined {
  const at = key.lastIndexOf(':');
  return catalogue.find(key.slice(0, at), key.slice(at + 1));
}

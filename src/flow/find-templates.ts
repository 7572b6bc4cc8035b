import { obstacleTo } from '../core/sendability.ts';
import { type Template, templateKey } from '../core/template.ts';
import type { Catalogue } from './ports.ts';
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

export function createFindTemplates(needs: {
  readonly catalogue: Pick<Catalogue, 'search'>;
  readonly recent: Pick<RecentTemplates, 'of'>;
}): FindTemplates {
  return async (query, whose, limit) => {
    const matching = needs.catalogue.search(query, Number.POSITIVE_INFINITY);
    const keys = await needs.recent.of(whose);
    const sendable = matching.filter((template) => obstacleTo(template) === undefined);
    const byKey = new Map(keys.length === 0 ? [] : sendable.map((template) => [templateKey(template), template]));
    const recent = keys
      .map((key) => byKey.get(key))
      .filter((template) => template !== undefined)
      .slice(0, Math.min(MOST_RECENT, limit));
    const others = sendable.filter((template) => !recent.includes(template)).slice(0, limit - recent.length);
    const room = limit - recent.length - others.length;
    const unsendable = matching.filter((template) => obstacleTo(template) !== undefined).slice(0, room);
    return { recent, sendable: others, unsendable };
  };
}

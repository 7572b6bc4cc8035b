import { obstacleTo } from '../core/sendability.ts';
import type { Template } from '../core/template.ts';
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

/** Its cost is that of the search: a list of 20,000 is looked through once, not copied and asked again. */
export function createFindTemplates(needs: {
  readonly catalogue: Pick<Catalogue, 'search' | 'find'>;
  readonly recent: Pick<RecentTemplates, 'of'>;
}): FindTemplates {
  return async (query, whose, limit) => {
    const keys = await needs.recent.of(whose);
    const matching = needs.catalogue.search(query, Number.POSITIVE_INFINITY);
    const firstBlocked = matching.findIndex((template) => obstacleTo(template) !== undefined);
    const blockedFrom = firstBlocked < 0 ? matching.length : firstBlocked;
    const recent = keys
      .map((key) => findByKey(needs.catalogue, key))
      .filter((template) => template !== undefined)
      .filter((template) => obstacleTo(template) === undefined && matching.includes(template))
      .slice(0, Math.min(MOST_RECENT, limit));
    const sendable = matching
      .slice(0, Math.min(blockedFrom, limit))
      .filter((template) => !recent.includes(template))
      .slice(0, limit - recent.length);
    const room = limit - recent.length - sendable.length;
    return { recent, sendable, unsendable: matching.slice(blockedFrom, blockedFrom + room) };
  };
}

function findByKey(catalogue: Pick<Catalogue, 'find'>, key: string): Template | undefined {
  const at = key.lastIndexOf(':');
  return catalogue.find(key.slice(0, at), key.slice(at + 1));
}

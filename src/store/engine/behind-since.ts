import { type RawBuilder, sql } from 'kysely';

/**
 * What `cards.behind_since` becomes when the send of a card changes: a card that was up to date falls behind now, and one that
 * was not has been behind for longer.
 */
export function behindSince(now: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`case when cards.shown_version < cards.wanted_version then cards.behind_since else ${now} end`;
}

import { type RawBuilder, sql } from 'kysely';
import type { CardRole } from '../../core/send/card.ts';
import type { Engine } from '../engine/engine.ts';
import type { CardRow } from '../schema/tables.ts';

/** Slack takes a `response_url` for 30 minutes and five times; two leave room for a last word. */
const RESPONSE_URL_LIFE_MS = 25 * 60_000;
export const RESPONSE_URL_USES = 2;

type NewCard = Omit<CardRow, 'behind_since' | 'not_before'> & Record<'behind_since' | 'not_before', RawBuilder<number>>;

/** A card that nobody has seen yet. */
export function newCard(
  sendId: string,
  place: { readonly role: CardRole; readonly destination: string },
  wantedVersion: number,
  now: RawBuilder<number>,
): NewCard {
  return {
    send_id: sendId,
    role: place.role,
    destination: place.destination,
    message_channel_id: null,
    message_ts: null,
    shown_version: 0,
    wanted_version: wantedVersion,
    behind_since: now,
    shown_count: 0,
    attempts: 0,
    fence: 0,
    worker: null,
    lease_until: null,
    not_before: now,
    state: 'open',
  };
}

/** Whether the command's `response_url` of a send can still be used. */
export function isResponseUrlAlive({ now }: Pick<Engine, 'now'>): RawBuilder<boolean> {
  return sql<boolean>`sends.created_at > ${now} - ${sql.lit(RESPONSE_URL_LIFE_MS)}`;
}

/** How long changes gather while a send is still leaving, as often as Slack allows edits; its end is shown at once. */
const REST_MS = 1_200;

const IS_LEAVING = sql<boolean>`exists (
  select 1 from batches where batches.send_id = cards.send_id and batches.state in ('queued', 'sending'))`;

/**
 * Cards that have something to show. A `response_url` waits until every answer is in, because it can be used only a few
 * times.
 */
export const BEHIND = sql<boolean>`cards.state = 'open' and cards.shown_version < cards.wanted_version
  and (cards.role <> 'response_url' or not ${IS_LEAVING})`;

/** When a card that is behind may be shown; never before `not_before`, which is what finds it in the index. */
export function dueAt({ greatest }: Pick<Engine, 'greatest'>): RawBuilder<number> {
  const rested = greatest(sql`cards.not_before`, sql`cards.behind_since + ${sql.lit(REST_MS)}`);
  return sql<number>`case when cards.shown_count > 0 and ${IS_LEAVING} then ${rested} else cards.not_before end`;
}

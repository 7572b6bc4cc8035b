import { type RawBuilder, sql } from 'kysely';
import type { NewCardPlace } from '../../core/send/card.ts';
import type { Engine } from '../engine/engine.ts';
import type { CardRow } from '../schema/tables.ts';

/** Slack takes a `response_url` for 30 minutes and five times: https://docs.slack.dev/interactivity/handling-user-interaction */
const RESPONSE_URL_LIFE_MS = 25 * 60_000;
/** A card posts through it when everything has left, and once more when that has changed. */
export const MAX_RESPONSE_URL_USES = 2;

type NewCard = Omit<CardRow, 'behind_since' | 'not_before'> & Record<'behind_since' | 'not_before', RawBuilder<number>>;

/** @returns the row of a card that is not posted yet */
export function newCard(sendId: string, place: NewCardPlace, wantedVersion: number, now: RawBuilder<number>): NewCard {
  return {
    send_id: sendId,
    role: place.role,
    slot: place.slot ?? 0,
    destination: place.destination,
    thread_ts: place.threadTs ?? null,
    message_channel_id: null,
    message_ts: null,
    shown_version: 0,
    wanted_version: wantedVersion,
    behind_since: now,
    shown_count: 0,
    attempts: 0,
    unanswered: 0,
    fence: 0,
    worker: null,
    lease_until: null,
    not_before: now,
    state: 'open',
  };
}

/** A condition on a row of `sends`: the command's `response_url` can still be used. */
export function isResponseUrlAlive({ now }: Pick<Engine, 'now'>): RawBuilder<boolean> {
  return sql<boolean>`sends.created_at > ${now} - ${sql.lit(RESPONSE_URL_LIFE_MS)}`;
}

/** The statement that changes the cards which a condition names. It locks their sends before them, as whatever changes several cards does. */
export function updateCards(
  { rowLock }: Pick<Engine, 'rowLock'>,
  change: RawBuilder<unknown>,
  condition: RawBuilder<boolean>,
): RawBuilder<unknown> {
  return sql`
    with held as materialized (
      select id from sends where id in (select send_id from cards where ${condition}) order by id ${rowLock}
    )
    update cards set ${change} from held where cards.send_id = held.id and ${condition}`;
}

/** While a send is leaving, its card is edited no more often than Slack allows; its end is shown at once. */
const REST_MS = 1_200;

const IS_LEAVING = sql<boolean>`exists (
  select 1 from batches where batches.send_id = cards.send_id and batches.state in ('queued', 'sending'))`;

/**
 * A condition on a row of `cards`: it has something to show. A `response_url` waits until all batches are settled, because it
 * can be used only a few times.
 */
export const BEHIND = sql<boolean>`cards.state = 'open' and cards.shown_version < cards.wanted_version
  and (cards.role <> 'response_url' or not ${IS_LEAVING})`;

/** When a card that is behind may be shown, in milliseconds since the epoch; never before `not_before`, which the index has. */
export function dueAt({ greatest }: Pick<Engine, 'greatest'>): RawBuilder<number> {
  const rested = greatest(sql`cards.not_before`, sql`cards.behind_since + ${sql.lit(REST_MS)}`);
  return sql<number>`case when cards.shown_count > 0 and ${IS_LEAVING} then ${rested} else cards.not_before end`;
}

import { sql } from 'kysely';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Card } from '../../core/send/card.ts';
import type { CardLedger, ClaimedCard } from '../../flow/ports/store/show-cards.ts';
import type { Engine } from '../engine/engine.ts';
import { findPauseBegunBy } from '../read/pause.ts';
import type { FindSend } from '../read/read-send.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { CardRow } from '../schema/tables.ts';
import { BEHIND, dueAt, isResponseUrlAlive } from './card-rows.ts';

interface Needs {
  readonly engine: Engine;
  readonly leaseMs: number;
  readonly findSend: FindSend;
}

/**
 * Claims the card that has been behind for longest, in one statement, and then reads what it shows; cards that another process
 * has locked are left to it. What a worker whose lease ended was doing has no answer.
 */
export function createClaimCard({ engine, leaseMs, findSend }: Needs): CardLedger['claimCard'] {
  return async (worker) => {
    const row = await claimRow(engine, worker, leaseMs);
    if (row === undefined) return undefined;
    const send = await findSend(row.send_id);
    if (send === undefined) throw new Error('A card without its send');
    return {
      card: readCard(row),
      behindMs: row.behind_ms,
      fence: row.fence,
      send,
      responseUrl: mayRespond(row) ? await liveResponseUrl(engine, row.send_id) : undefined,
      ...(row.role === 'pause_notice' && { pause: await findPauseBegunBy(engine, row.send_id) }),
      ...(row.role === 'approver' &&
        send.deliveries.length === 0 && { audience: await findAudience(engine, row.send_id) }),
      ...(row.role === 'dm' && { isBesideChannel: await hasChannelCard(engine, row.send_id) }),
      ...(row.role === 'failure_notice' && { thread: await findThread(engine, row.send_id) }),
    };
  };
}

/** Of a list that is given without its deliveries. */
async function findAudience({ db }: Engine, sendId: string): Promise<readonly PhoneNumber[]> {
  const rows = await db.selectFrom('deliveries').select('recipient').where('send_id', '=', sendId).execute();
  return rows.map(({ recipient }) => readPhoneNumber(recipient));
}

function mayRespond({ message_ts: ts, role }: CardRow): boolean {
  return role === 'response_url' || (role === 'channel' && ts === null);
}

interface ClaimedRow extends CardRow {
  readonly behind_ms: number;
}

async function claimRow(engine: Engine, worker: string, leaseMs: number): Promise<ClaimedRow | undefined> {
  const { rows } = await sql<ClaimedRow>`
    with candidate as materialized (
      select cards.send_id, cards.role, cards.slot from cards
      where ${BEHIND} and cards.not_before <= ${engine.now} and ${dueAt(engine)} <= ${engine.now}
        and (cards.lease_until is null or cards.lease_until <= ${engine.now})
      order by cards.not_before limit 1 ${engine.claimLock}
    )
    update cards set fence = fence + 1, worker = ${worker}, lease_until = ${engine.now} + cast(${leaseMs} as integer),
      unanswered = case when worker is null then unanswered else 1 end
    where (send_id, role, slot) = (select send_id, role, slot from candidate)
    returning *, ${engine.now} - behind_since as behind_ms`.execute(engine.db);
  return rows[0];
}

async function liveResponseUrl(engine: Engine, sendId: string): Promise<string | undefined> {
  const row = await engine.db
    .selectFrom('sends')
    .select('response_url')
    .where('id', '=', sendId)
    .where(isResponseUrlAlive(engine))
    .executeTakeFirst();
  return row?.response_url ?? undefined;
}

async function hasChannelCard({ db }: Engine, sendId: string): Promise<boolean> {
  const found = await db
    .selectFrom('cards')
    .select('role')
    .where('send_id', '=', sendId)
    .where('role', '=', 'channel')
    .where('state', '=', 'open')
    .executeTakeFirst();
  return found !== undefined;
}

/** The message of the card that people see: the channel's, or the direct message where the channel refused. */
async function findThread({ db }: Engine, sendId: string): Promise<Card['message']> {
  const { rows } = await sql<{ channel_id: string; ts: string }>`
    select message_channel_id as channel_id, message_ts as ts from cards
    where send_id = ${sendId} and role in ('channel', 'dm') and message_ts is not null
    order by state desc, role limit 1`.execute(db);
  return rows[0] && { channelId: rows[0].channel_id, ts: rows[0].ts };
}

function readCard(row: CardRow): ClaimedCard['card'] {
  const { message_channel_id: channelId, message_ts: ts } = row;
  return {
    sendId: row.send_id,
    role: row.role,
    slot: row.slot,
    destination: row.destination,
    ...(row.thread_ts !== null && { threadTs: row.thread_ts }),
    message: channelId === null || ts === null ? undefined : { channelId, ts },
    shownVersion: row.shown_version,
    attempts: row.attempts,
    ...(row.unanswered === 1 && { isUnanswered: true }),
  };
}

/** @returns milliseconds until the first card that is behind may be claimed; undefined without one */
export function createUntilNextCard(engine: Engine): CardLedger['untilNextCard'] {
  return async () => {
    const freeAt = engine.greatest(dueAt(engine), sql`coalesce(cards.lease_until, 0)`);
    const { rows } = await sql<{ wait_ms: number | null }>`
      select min(${freeAt}) - ${engine.now} as wait_ms from cards where ${BEHIND}`.execute(engine.db);
    const wait = rows[0]?.wait_ms ?? undefined;
    return wait === undefined ? undefined : Math.max(0, wait);
  };
}

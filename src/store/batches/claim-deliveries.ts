import { type RawBuilder, sql, type Transaction } from 'kysely';
import { CODE_LIFE_MS } from '../../core/limits.ts';
import type { Mode } from '../../core/rules/mode.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { type NumberKeyOf, writeNumberKeys } from '../rules/number-key.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';

export interface ClaimedDelivery {
  readonly id: string;
  readonly batch_id: string;
  readonly position: number;
  readonly recipient: string;
  readonly recipient_key: string | null;
}

export interface ClaimedDeliveries {
  /** By batch ID; a batch of which nothing leaves is not there. */
  readonly byBatch: ReadonlyMap<string, readonly ClaimedDelivery[]>;
  /** What will never leave; the caller gives its quotas back last of all. */
  readonly cancelled: readonly QuotaDelivery[];
}

/** Gives the deliveries of batches that were claimed: those that leave are marked as being sent, those that must not as cancelled. */
export type ClaimDeliveries = (
  transaction: Transaction<Tables>,
  /** Whether a batch has waited too long for the morning, so that nothing of it leaves any more. */
  batches: readonly { readonly id: string; readonly size: number; readonly isTooLate: boolean }[],
) => Promise<ClaimedDeliveries>;

interface Needs {
  readonly engine: Engine;
  readonly keyOf: NumberKeyOf;
  readonly claimRules: Pick<ClaimRules, 'mode' | 'teamNumbers'> | undefined;
}

/**
 * The last look before a message leaves is part of the statement that marks it: who opted out a moment ago gets nothing, also
 * in the middle of a list. Locks the deliveries in the order of their IDs. Closes batches of which nothing leaves.
 */
export function createClaimDeliveries({ engine, keyOf, claimRules }: Needs): ClaimDeliveries {
  const reason = createReason(engine, keyOf, claimRules);
  return async (transaction, batches) => {
    const late = batches.filter(({ isTooLate }) => isTooLate).map(({ id }) => id);
    const why = reason(late);
    const ids = batches.map(({ id }) => id);
    const marked = await markSending(engine, transaction, ids, why);
    const all = batches.reduce((sum, { size }) => sum + size, 0);
    // Nearly always all of them leave, and nothing more is asked.
    const cancelled = marked.length === all ? [] : await cancelOthers(engine, transaction, ids, why);
    const keyless = marked.filter(({ recipient_key }) => recipient_key === null);
    const unwanted = keyless.length === 0 ? [] : await cancelKeyless({ engine, keyOf }, transaction, keyless, why);
    const gone = new Set(unwanted.map(({ id }) => id));
    const byBatch = Map.groupBy(
      marked.filter(({ id }) => !gone.has(id)),
      ({ batch_id }) => batch_id,
    );
    const empty = ids.filter((id) => !byBatch.has(id));
    if (empty.length > 0) await closeBatches(transaction, empty);
    return { byBatch, cancelled: [...cancelled, ...unwanted] };
  };
}

/** Why a delivery must not leave, as a column of it; null where it may. */
type Reason = RawBuilder<string | null>;

/** @returns a function of the batches that have waited too long for the morning */
function createReason(
  { isOneOf, now }: Engine,
  keyOf: NumberKeyOf,
  claimRules: Needs['claimRules'],
): (late: readonly string[]) => Reason {
  const teamKeys = (claimRules?.teamNumbers ?? []).map(keyOf);
  const byMode: Readonly<Record<Mode, readonly RawBuilder<unknown>[]>> = {
    live: [],
    team: [
      sql`when not (${isOneOf(sql`deliveries.recipient_key`, teamKeys)} or exists (
        select 1 from proved_numbers where number_key = deliveries.recipient_key and proved_at is not null)
        or ${carriesCode(now)}) then 'not_in_team'`,
    ],
    trial: [sql`when true then 'trial'`],
  };
  const bySend = sql`(
    select case
      when sends.expires_at <= ${now} then 'window_closed'
      when sends.opt_out_exception is null and exists (
        select 1 from opt_outs where opt_outs.number_key = deliveries.recipient_key and lifted_at is null
          and (scope = 'all' or sends.opt_out_scope = 'marketing')) then 'opted_out'
      end
    from sends where sends.id = deliveries.send_id)`;
  return (late) => {
    const byAge = late.length === 0 ? [] : [sql`when ${isOneOf(sql`deliveries.batch_id`, late)} then 'expired'`];
    const first = [...byMode[claimRules?.mode ?? 'live'], ...byAge];
    return first.length === 0 ? sql`${bySend}` : sql`case ${sql.join(first, sql` `)} else ${bySend} end`;
  };
}

/**
 * The one way past the mode: a code goes to the number that it is to prove, while it counts. Only the transaction that accepts a
 * code writes such a row, for that one send and that one number.
 */
function carriesCode(now: Engine['now']): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from number_codes where number_codes.send_id = deliveries.send_id
      and number_codes.number_key = deliveries.recipient_key
      and number_codes.asked_at > ${now} - ${sql.lit(CODE_LIFE_MS)})`;
}

async function markSending(
  { isOneOf, now, rowLock }: Engine,
  transaction: Transaction<Tables>,
  batchIds: readonly string[],
  why: Reason,
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedDelivery>`
    with held as materialized (
      select id, status from deliveries where ${isOneOf(sql`batch_id`, batchIds)} order by id ${rowLock}
    )
    update deliveries set status = 'sending', changed_at = ${now}
    from held where deliveries.id = held.id and held.status = 'queued' and ${why} is null
    returning deliveries.id, batch_id, position, recipient, recipient_key`.execute(transaction);
  return rows;
}

/** What is queued in these batches still was kept back by the statement before. */
async function cancelOthers(
  { isOneOf, now, rowLock }: Engine,
  transaction: Transaction<Tables>,
  batchIds: readonly string[],
  why: Reason,
): Promise<readonly QuotaDelivery[]> {
  const { rows } = await sql<QuotaDelivery>`
    with held as materialized (
      select id from deliveries where ${isOneOf(sql`batch_id`, batchIds)} and status = 'queued' order by id ${rowLock}
    )
    update deliveries set status = 'cancelled', cancel_reason = coalesce(${why}, 'opted_out'), changed_at = ${now}
    from held where deliveries.id = held.id
    returning send_id, recipient_key`.execute(transaction);
  return rows;
}

/** A process of the release before saved them without keys while this one ran, so they were marked before they could be looked at. */
async function cancelKeyless(
  { engine, keyOf }: Pick<Needs, 'engine' | 'keyOf'>,
  transaction: Transaction<Tables>,
  keyless: readonly ClaimedDelivery[],
  why: Reason,
): Promise<readonly (QuotaDelivery & { readonly id: string })[]> {
  await writeNumberKeys(engine, transaction, keyOf, keyless);
  const isKeyless = engine.isOneOf(
    sql`deliveries.id`,
    keyless.map(({ id }) => id),
  );
  const { rows } = await sql<QuotaDelivery & { readonly id: string }>`
    update deliveries set status = 'cancelled', cancel_reason = ${why}, changed_at = ${engine.now}
    where ${isKeyless} and status = 'sending' and ${why} is not null
    returning id, send_id, recipient_key`.execute(transaction);
  return rows;
}

async function closeBatches(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await transaction
    .updateTable('batches')
    .set({ state: 'done', worker: null, lease_until: null })
    .where('id', 'in', ids)
    .execute();
}

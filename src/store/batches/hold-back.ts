import { sql, type Transaction } from 'kysely';
import { MAX_NIGHT_WAIT_MS } from '../../core/limits.ts';
import type { HoldReason } from '../../core/send/send-state.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import type { ClaimedRow } from './claim-rows.ts';
import { createJudgeSends } from './judge-sends.ts';
import { leavesAt } from './quiet-waits.ts';

/** A batch that was claimed and is not held back. `isTooLate`: nothing of it leaves any more. */
type LeavingRow = ClaimedRow & { readonly isTooLate: boolean };

interface HeldBack {
  readonly leaving: readonly LeavingRow[];
  /** Sends that the policy in force does not let leave, and why; the caller holds them once it has the deliveries. */
  readonly judged: ReadonlyMap<string, HoldReason>;
  /** Sends of which something waits for the end of quiet hours from now on. */
  readonly putOff: ReadonlySet<string>;
}

/**
 * Puts batches back that were claimed and must wait: those for a country where it is night, with all others of their send for
 * that country, and those of sends which the policy in force does not let leave any more. Nothing of them was marked yet.
 */
export type HoldBack = (transaction: Transaction<Tables>, rows: readonly ClaimedRow[]) => Promise<HeldBack>;

/** @param claimRules with none, or where nothing leaves anyway, no batch is held back, and nothing is asked */
export function createHoldBack(engine: Engine, claimRules: ClaimRules | undefined): HoldBack {
  if (claimRules === undefined || claimRules.mode === 'trial')
    return async (_, rows) => ({
      leaving: rows.map((row) => ({ ...row, isTooLate: false })),
      judged: new Map(),
      putOff: new Set(),
    });
  const judgeSends = createJudgeSends(engine, claimRules);
  return async (transaction, rows) => {
    const judged = await judgeSends(transaction, rows);
    const held = rows.filter(({ send_id }) => judged.held.has(send_id));
    if (held.length > 0) await putBack(engine, transaction, held);
    const allowed = rows.filter(({ send_id }) => !judged.held.has(send_id));
    const quietUntil = (row: ClaimedRow): Date | undefined =>
      judged.keepsQuietHours(row) ? claimRules.quietUntil(row.region ?? undefined, new Date(row.now)) : undefined;
    return { ...(await waitForMorning(engine, transaction, quietUntil, allowed)), judged: judged.held };
  };
}

async function waitForMorning(
  engine: Engine,
  transaction: Transaction<Tables>,
  quietUntil: (row: ClaimedRow) => Date | undefined,
  rows: readonly ClaimedRow[],
): Promise<Pick<HeldBack, 'leaving' | 'putOff'>> {
  const leaving: LeavingRow[] = [];
  const sends = new Set<string>();
  for (const group of Map.groupBy(rows, ({ send_id, region }) => JSON.stringify([send_id, region])).values()) {
    const [first] = group;
    const until = first && quietUntil(first);
    const isTooLate = first !== undefined && until !== undefined && first.now - first.since > MAX_NIGHT_WAIT_MS;
    if (first === undefined || until === undefined || isTooLate) {
      leaving.push(...group.map((row) => ({ ...row, isTooLate })));
      continue;
    }
    await putBack(engine, transaction, group);
    await putOff(transaction, first, leavesAt(first.send_id, until));
    sends.add(first.send_id);
  }
  return { leaving, putOff: sends };
}

/** As if these batches had not been claimed. */
async function putBack(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  rows: readonly ClaimedRow[],
): Promise<void> {
  await sql`
    update batches set state = 'queued', worker = null, lease_until = null, attempts = attempts - 1
    where ${isOneOf(
      sql`id`,
      rows.map(({ id }) => id),
    )}`.execute(transaction);
}

/** All that its send has for this country waits, or each batch of a list would be claimed once more in the night. */
async function putOff(transaction: Transaction<Tables>, { region, send_id }: ClaimedRow, at: number): Promise<void> {
  await sql`
    update batches set not_before = cast(${at} as bigint), attempts = 0
    where send_id = ${send_id} and state = 'queued' and coalesce(region, '') = ${region ?? ''}`.execute(transaction);
}

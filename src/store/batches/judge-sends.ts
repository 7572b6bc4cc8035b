import type { Transaction } from 'kysely';
import type { HoldReason } from '../../core/send/send-state.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { findConfirmed } from '../rules/confirmed-sends.ts';
import type { Tables } from '../schema/tables.ts';
import type { ClaimedRow } from './claim-rows.ts';

/** A send is judged once under each policy; those of the last hours are remembered. */
const MAX_REMEMBERED = 1_000;

/**
 * Asks the policy in force about sends that were confirmed under another one.
 *
 * @returns a function that gives those which are held, by ID, each with the reason
 */
export function createJudgeSends(
  engine: Engine,
  claimRules: ClaimRules,
): (transaction: Transaction<Tables>, rows: readonly ClaimedRow[]) => Promise<ReadonlyMap<string, HoldReason>> {
  const leaves = new Set<string>();
  const askedOf = (rows: readonly ClaimedRow[], hash: string): readonly string[] => {
    const others = rows.filter((row) => row.policy_hash !== hash && !leaves.has(`${row.send_id} ${hash}`));
    return [...new Set(others.map(({ send_id }) => send_id))];
  };
  return async (transaction, rows) => {
    const hash = claimRules.policyHash();
    const asked = hash === undefined ? [] : askedOf(rows, hash);
    if (asked.length === 0) return new Map();
    const sends = await findConfirmed(engine, transaction, asked);
    const held = new Map(
      sends.flatMap((send) => {
        const reason = claimRules.judge(send);
        return reason === undefined ? [] : [[send.sendId, reason] as const];
      }),
    );
    if (leaves.size > MAX_REMEMBERED) leaves.clear();
    for (const id of asked) if (!held.has(id)) leaves.add(`${id} ${hash}`);
    return held;
  };
}

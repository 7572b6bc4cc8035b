import type { Transaction } from 'kysely';
import type { HoldReason } from '../../core/send/send-state.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import type { Engine } from '../engine/engine.ts';
import { findConfirmed } from '../rules/confirmed-sends.ts';
import type { Tables } from '../schema/tables.ts';
import type { ClaimedRow } from './claim-rows.ts';

/** What the policy in force says of sends that are claimed. */
export interface Judged {
  /** Those that it does not let leave, and why. */
  readonly held: ReadonlyMap<string, HoldReason>;
  /** Whether the send of a batch waits for the end of quiet hours. */
  keepsQuietHours(row: ClaimedRow): boolean;
}

/** A send is judged once under each policy; those of the last hours are remembered. */
const MAX_REMEMBERED = 1_000;

/** Asks the policy in force about sends that were confirmed under another one. */
export function createJudgeSends(
  engine: Engine,
  claimRules: ClaimRules,
): (transaction: Transaction<Tables>, rows: readonly ClaimedRow[]) => Promise<Judged> {
  /** Those that may leave, with whether they keep quiet hours. */
  const leaves = new Map<string, boolean>();
  const askedOf = (rows: readonly ClaimedRow[], hash: string): readonly string[] => {
    const others = rows.filter((row) => row.policy_hash !== hash && !leaves.has(`${row.send_id} ${hash}`));
    return [...new Set(others.map(({ send_id }) => send_id))];
  };
  return async (transaction, rows) => {
    if (leaves.size > MAX_REMEMBERED) leaves.clear();
    const hash = claimRules.policyHash();
    const asked = hash === undefined ? [] : askedOf(rows, hash);
    const sends = asked.length === 0 ? [] : await findConfirmed(engine, transaction, asked);
    const held = new Map<string, HoldReason>();
    for (const send of sends) {
      const reason = claimRules.judge(send);
      if (reason === undefined) leaves.set(`${send.sendId} ${hash}`, claimRules.keepsQuietHours(send));
      else held.set(send.sendId, reason);
    }
    return {
      held,
      keepsQuietHours: ({ quiet_hours, send_id }) => leaves.get(`${send_id} ${hash}`) ?? quiet_hours === 'kept',
    };
  };
}

import { sql, type Transaction } from 'kysely';
import { APPROVAL_LIFE_MS, FIRST_REMINDER_MS } from '../../core/limits.ts';
import type { SendRules } from '../../core/rules/send-rules.ts';
import { newCard } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import { findSendDigest } from '../rules/send-digest.ts';
import type { Tables } from '../schema/tables.ts';

/**
 * Asks others to agree to a send, in the transaction that accepts it: a card for each of them, and what they agree to as a hash
 * of the rows that are in the ledger. One that leaves before that, for an incident, is looked at later.
 */
export async function askForApproval(
  { now }: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
  { approval, breakGlass, policyHash }: SendRules,
): Promise<void> {
  if (approval === undefined) return;
  const digest = await findSendDigest(transaction, sendId);
  if (digest === undefined || policyHash === undefined) throw new Error('An approval without a send or a policy');
  const isWaiting = breakGlass === undefined;
  await transaction
    .insertInto('approval_requests')
    .values({
      send_id: sendId,
      digest,
      policy_hash: policyHash,
      needs: JSON.stringify(approval.needs),
      asked_at: now,
      expires_at: sql`${now} + ${sql.lit(APPROVAL_LIFE_MS)}`,
      remind_at: isWaiting ? sql`${now} + ${sql.lit(FIRST_REMINDER_MS)}` : null,
      reminders: 0,
      state: isWaiting ? 'waiting' : 'to_review',
    })
    .execute();
  const cards = approval.approvers.map((destination, index) =>
    newCard(sendId, { role: 'approver', destination, slot: index + 1 }, 1, now),
  );
  if (cards.length > 0) await transaction.insertInto('cards').values(cards).execute();
}

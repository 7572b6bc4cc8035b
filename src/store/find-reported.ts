import { sql, type Transaction } from 'kysely';
import type { StatusUpdate } from '../core/status-update.ts';
import { messageBase } from './message-base.ts';
import type { Tables } from './tables.ts';

export type ReportAddress = Pick<StatusUpdate, 'messageId' | 'batchToken' | 'recipientDigits'>;

interface Candidate {
  readonly id: string;
  readonly recipient: string;
  readonly message_id: string | null;
}

/**
 * The delivery that a report is about: by its message ID, or by the batch's token while the answer that tells the
 * message ID is still on its way. Undefined when it is nobody's or could be several's.
 */
export async function findReported(
  transaction: Transaction<Tables>,
  address: ReportAddress,
): Promise<string | undefined> {
  const byMessage = await transaction
    .selectFrom('deliveries')
    .select(['id', 'recipient', 'message_id'])
    .where('message_base', '=', messageBase(address.messageId))
    .execute();
  return pickByMessage(byMessage, address) ?? (await findByToken(transaction, address));
}

/** Whole IDs first; then those that share the part before the colon, as far as the recipient agrees. */
function pickByMessage(candidates: readonly Candidate[], { messageId, recipientDigits }: ReportAddress) {
  const agreeing = candidates.filter(
    ({ recipient }) => recipientDigits === undefined || recipient === `+${recipientDigits}`,
  );
  const exact = candidates.filter(({ message_id }) => message_id === messageId);
  if (exact.length > 0) return only(exact) ?? only(exact.filter((one) => agreeing.includes(one)));
  if (messageId.includes(':')) return only(agreeing.filter(({ message_id }) => message_id === messageBase(messageId)));
  return only(agreeing) ?? only(agreeing.filter(({ message_id }) => message_id === `${messageId}:0`));
}

async function findByToken(
  transaction: Transaction<Tables>,
  { batchToken, recipientDigits }: ReportAddress,
): Promise<string | undefined> {
  if (batchToken === undefined) return undefined;
  const inBatch = await transaction
    .selectFrom('deliveries')
    .innerJoin('batches', 'batches.id', 'deliveries.batch_id')
    .select(['deliveries.id', 'deliveries.recipient', 'deliveries.message_id'])
    .where('batches.token', '=', batchToken)
    .where(sql<boolean>`deliveries.message_id is null`)
    .execute();
  if (recipientDigits === undefined) return only(inBatch);
  return only(inBatch.filter(({ recipient }) => recipient === `+${recipientDigits}`));
}

function only(candidates: readonly Candidate[]): string | undefined {
  return candidates.length === 1 ? candidates[0]?.id : undefined;
}

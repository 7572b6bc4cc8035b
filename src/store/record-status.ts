import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { StatusUpdate } from '../core/status-update.ts';
import type { Ledger } from '../flow/ports.ts';
import type { Engine } from './engine.ts';
import { findReported } from './find-reported.ts';
import { messageBase } from './message-base.ts';
import { raiseStatus } from './raise-status.ts';
import type { Tables } from './tables.ts';

/** Appends what a report says and raises the delivery that it is about, or parks it until that delivery is known. */
export function createRecordStatus(engine: Engine): Ledger['recordStatus'] {
  return (update) =>
    engine.db.transaction().execute(async (transaction) => {
      if (!(await isOurs(transaction, update.batchToken))) return 'not_ours';
      const base = messageBase(update.messageId);
      await engine.lockMessages(transaction, [base]);
      const deliveryId = await findReported(transaction, update);
      await transaction
        .insertInto('status_events')
        .values({
          id: fingerprint(update),
          delivery_id: deliveryId ?? null,
          message_id: update.messageId,
          message_base: base,
          status: update.status,
          code: update.code ?? null,
          text: update.text ?? null,
          batch_token: update.batchToken ?? null,
          recipient: update.recipientDigits ?? null,
          reported_at: update.reportedAt?.getTime() ?? null,
          received_at: engine.now,
        })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({
            delivery_id: sql`coalesce(status_events.delivery_id, excluded.delivery_id)`,
          }),
        )
        .execute();
      if (deliveryId === undefined) return 'parked';
      return (await raiseStatus(engine, transaction, deliveryId, update)) ? 'raised' : 'stale';
    });
}

/** A token that no batch has was made up, or belongs to somebody else's message: then nothing is believed. */
async function isOurs(transaction: Transaction<Tables>, token: string | undefined): Promise<boolean> {
  if (token === undefined) return true;
  const batch = await transaction.selectFrom('batches').select('id').where('token', '=', token).executeTakeFirst();
  return batch !== undefined;
}

/** Two reports are the same when they say the same; when they came makes no difference. */
function fingerprint({ messageId, status, code, text, batchToken, recipientDigits, reportedAt }: StatusUpdate): string {
  const said = [messageId, status, code, text, batchToken, recipientDigits, reportedAt?.getTime()];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

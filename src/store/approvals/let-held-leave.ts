import { sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import { changeState } from '../sends/change-state.ts';

/**
 * Lets a send leave that no one has to agree to any more; a list whose time has not come waits for it. Throws when the send is not
 * held, so that nothing of the caller's transaction is saved.
 */
export async function letHeldLeave(
  engine: Engine,
  transaction: Transaction<Tables>,
  { sendId, personId }: { readonly sendId: string; readonly personId: string | undefined },
): Promise<void> {
  const { rows } = await sql<{ send_id: string }>`
    select send_id from lists where send_id = ${sendId} and due_at > ${engine.now}`.execute(transaction);
  const to = rows.length > 0 ? 'scheduled' : 'leaving';
  if (!(await changeState(engine, transaction, { sendId, from: ['held'], to, by: personId })))
    throw new Error('A send that waits for approval is not held');
}

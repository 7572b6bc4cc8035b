import type { Send } from '../../core/send/send.ts';
import type { Asker, DeliveryPages } from '../ports/store/lookup.ts';

type Origin = Pick<Send, 'actorId' | 'parentId'>;

/**
 * Whether a person may read the whole numbers of a send: only who gave them. Who sent a colleague's message again confirmed
 * its recipients without having read them.
 */
export async function knowsRecipients(
  send: Origin,
  asker: Asker,
  { findHead }: Pick<DeliveryPages, 'findHead'>,
): Promise<boolean> {
  let one: Origin | undefined = send;
  while (one?.actorId === asker.actorId) {
    if (one.parentId === undefined) return true;
    one = await findHead(one.parentId, asker);
  }
  return false;
}

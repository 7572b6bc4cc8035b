import type { Send } from '../../core/send/send.ts';
import type { Asker, SendFinder } from '../ports/store/lookup.ts';

/**
 * Whether a person may read the whole numbers of a send: only who gave them. Who sent a colleague's message again confirmed
 * its recipients without having read them.
 */
export async function knowsRecipients(send: Send, asker: Asker, { findSend }: SendFinder): Promise<boolean> {
  let one: Send | undefined = send;
  while (one?.actorId === asker.actorId) {
    if (one.parentId === undefined) return true;
    one = await findSend(one.parentId, asker);
  }
  return false;
}

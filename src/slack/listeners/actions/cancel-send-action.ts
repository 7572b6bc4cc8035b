import type { Log } from '../../../flow/ports/log.ts';
import type { CancelWaiting } from '../../../flow/send/cancel-waiting.ts';
import { NOT_FOUND_HERE } from './open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

const ALL_LEFT = 'Nothing was cancelled: there was nothing left to cancel. The card shows how far each message is.';
const NOT_CANCELLED =
  'Nothing was cancelled: this could not be saved just now. Press Cancel again in a moment, because messages may still leave.';

/** "Cancel" on a card: what has not left stays here. The ledger updates the card. */
export function createCancelSendAction(needs: { readonly cancelWaiting: CancelWaiting; readonly log: Log }) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, sendId } = readPress(args);
    try {
      const result = await needs.cancelWaiting(sendId, asker);
      if (result === 'not_found') await replyEphemerally(args, NOT_FOUND_HERE);
      if (result === 'nothing_waited') await replyEphemerally(args, ALL_LEFT);
    } catch (error) {
      needs.log.error({ err: error, sendId }, 'waiting messages not cancelled');
      await replyEphemerally(args, NOT_CANCELLED);
    }
  };
}

import type { ControlSend } from '../../../flow/list/control-send.ts';
import type { Log } from '../../../flow/ports/log.ts';
import { NOT_FOUND_HERE } from './open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

const NOTHING_LEFT_TO_CANCEL =
  'Nothing was cancelled: there was nothing left to cancel. The card shows how far each message is.';
const CANCELLED_BEFORE = 'This was cancelled before. The card shows how far each message is.';
export const NOT_CANCELLED =
  'Nothing was cancelled: this could not be saved just now. Press Cancel again in a moment, because messages may still leave.';

interface Needs {
  readonly stopSend: ControlSend['stopSend'];
  readonly log: Log;
}

/** "Cancel" on a card: what has not left stays here. The ledger updates the card. */
export function createCancelSendAction(needs: Needs) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, sendId } = readPress(args);
    try {
      const result = await needs.stopSend(sendId, asker);
      if (result === 'not_found') await replyEphemerally(args, NOT_FOUND_HERE);
      else if (result.kind === 'nothing_waits') await replyEphemerally(args, NOTHING_LEFT_TO_CANCEL);
      else if (!result.isNew) await replyEphemerally(args, CANCELLED_BEFORE);
    } catch (error) {
      needs.log.error({ err: error, sendId }, 'send not stopped');
      await replyEphemerally(args, NOT_CANCELLED);
    }
  };
}

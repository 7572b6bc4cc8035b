import type { ManualReport } from '../../../core/send/delivery/manual-report.ts';
import type { ResolveUnknown } from '../../../flow/send/resolve-unknown.ts';
import { NOT_FOUND_HERE } from './open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

const SETTLED = 'Already settled, by a colleague or by a delivery report.';

/** "It arrived" or "It did not arrive" on a card with one unknown recipient: the ledger updates the card. */
export function createResolveUnknownAction(
  needs: { readonly resolveUnknown: ResolveUnknown },
  said: ManualReport['said'],
) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, deliveryId = '', sendId } = readPress(args);
    const about = { kind: 'these', deliveryIds: [deliveryId] } as const;
    const resolved = await needs.resolveUnknown({ sendId, about, said, asker });
    if (resolved.kind === 'not_found') return replyEphemerally(args, NOT_FOUND_HERE);
    if (resolved.count === 0) await replyEphemerally(args, SETTLED);
  };
}

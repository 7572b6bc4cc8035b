import type { Store } from '../../src/store/open-store.ts';
import { BOOKING, BOOKING_MESSAGE, phone } from '../../test/support/sends.ts';
import { recipientAt } from './seed.ts';

let listsQueued = 0;

/** Puts a list into the ledger as if it had just been confirmed: each row has words of its own, and there is one card. */
export async function queueList({ lists: { plans } }: Store, rows: number): Promise<void> {
  listsQueued += 1;
  const id = `BENCHLIST${Date.now().toString(36).toUpperCase()}${listsQueued}`;
  const place = { teamId: 'T1', channelId: 'CLIST', actorId: 'U1' };
  const digest = await plans.save({
    ...place,
    id,
    template: BOOKING,
    sender: phone('+919800000000'),
    parentId: undefined,
    reportsExpected: true,
    trialRows: 0,
    batches: Array.from({ length: rows }, (_, index) => ({
      token: `${id}-${index}`,
      message: {
        ...BOOKING_MESSAGE,
        parameters: [`Guest ${index}`, `BK-${index}`],
        urlSuffixes: [`${index}`],
      },
      recipients: [{ row: index + 2, recipient: recipientAt(index) }],
    })),
  });
  const confirmed = await plans.confirm({
    planId: id,
    digest,
    dedupeKey: `T1:${id}`,
    actorId: place.actorId,
    dueAt: undefined,
    trial: false,
    cards: [{ role: 'channel', destination: place.channelId }],
    responseUrl: undefined,
  });
  if (confirmed.kind !== 'accepted') throw new Error(`The list was not confirmed: ${confirmed.kind}`);
}

import { randomUUID } from 'node:crypto';
import type { PhoneNumber } from '../../src/core/recipients/phone-number.ts';
import type { SendRules } from '../../src/core/rules/send-rules.ts';
import type { SendOrder } from '../../src/core/send/send.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { BOOKING, BOOKING_MESSAGE, phone } from '../../test/support/sends.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const FIRST_NUMBER = 919_810_000_000;
const LEASE_MS = 15_000;

/** The ledger from outside the bot, for preparing what is measured. */
function openBenchStore(url: string): Promise<Store> {
  return openStore({ url, messagesPerSecond: Number.POSITIVE_INFINITY, leaseMs: LEASE_MS, log: SILENT });
}

export async function withStore<Value>(url: string, use: (store: Store) => Promise<Value>): Promise<Value> {
  const store = await openBenchStore(url);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

export interface Queue {
  readonly deliveries: number;
  /** Numbers in one `to`: 1 for parameters of one's own. */
  readonly recipientsPerRequest: number;
  /** The rows of one list, each with words of its own, in place of sends that say the same to everybody. */
  readonly isList?: boolean;
  /** What the rules say of each send; not for a list. */
  readonly rules?: SendRules;
}

/** As many numbers as a person can paste into the modal's input. */
const RECIPIENTS_PER_SEND = 200;

/** Puts sends into the ledger as if they had just been confirmed; nothing else has to be done with them but deliver. */
export async function queueSends(store: Store, { deliveries, recipientsPerRequest, rules }: Queue): Promise<void> {
  const run = Date.now().toString(36);
  for (let first = 0; first < deliveries; first += RECIPIENTS_PER_SEND) {
    const size = Math.min(RECIPIENTS_PER_SEND, deliveries - first);
    const recipients = Array.from({ length: size }, (_, index) => recipientAt(first + index));
    const id = `BENCH${run}${first}`;
    await store.ledger.accept({
      id,
      dedupeKey: `T1:${id}`,
      order: orderFor(recipients, `C${first}`),
      batches: Array.from({ length: Math.ceil(size / recipientsPerRequest) }, (_, index) => ({
        token: `${id}-${index}`,
        recipients: recipients.slice(index * recipientsPerRequest, (index + 1) * recipientsPerRequest),
      })),
      reportsExpected: true,
      cards: [{ role: 'channel', destination: `C${first}` }],
      responseUrl: undefined,
      ...(rules && { rules }),
    });
  }
}

let draftsKept = 0;
/** Beyond every number that a queue goes to: a send that repeats another one is asked about. */
const FIRST_DRAFT = 10_000_000;

/** A confirmation names a booking of its own; a notice says the same to all. */
export type Wording = 'own' | 'same';

/** Reviewed orders that only wait for their button, each to another recipient. @returns whom they go to. */
export async function keepDrafts(
  store: Store,
  draftIds: readonly string[],
  wording: Wording = 'own',
): Promise<readonly PhoneNumber[]> {
  const recipients: PhoneNumber[] = [];
  for (const draftId of draftIds) {
    draftsKept += 1;
    const recipient = recipientAt(FIRST_DRAFT + draftsKept);
    recipients.push(recipient);
    const booking = wording === 'own' ? `BK-${draftsKept}` : 'BK-77';
    const message = { ...BOOKING_MESSAGE, parameters: ['Asha', booking] };
    const order = { ...orderFor([recipient], channelOf(draftId)), message };
    await store.drafts.save(draftId, { order, responseUrl: undefined });
  }
  return recipients;
}

/** Every draft has a channel of its own, so that its card is not taken for another. */
export function channelOf(draftId: string): string {
  return `C${draftId.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;
}

export function orderFor(recipients: readonly PhoneNumber[], channelId: string): SendOrder {
  return {
    teamId: 'T1',
    channelId,
    actorId: 'U1',
    parentId: undefined,
    template: BOOKING,
    message: BOOKING_MESSAGE,
    sender: phone('+919800000000'),
    recipients,
  };
}

export function recipientAt(index: number): PhoneNumber {
  return phone(`+${FIRST_NUMBER + index}`);
}

export interface Accepted {
  readonly messageId: string;
  readonly recipient: string;
  readonly token: string;
}

/** Plays a worker whose provider accepts everything that is queued. */
export async function acceptAll({ ledger }: Store): Promise<Accepted[]> {
  const accepted: Accepted[] = [];
  for (;;) {
    const batch = await ledger.claimBatch('bench');
    if (batch === undefined) return accepted;
    const base = randomUUID();
    const settlements = batch.deliveryIds.map((deliveryId, index) => ({
      deliveryId,
      status: 'accepted' as const,
      messageId: `${base}:${index}`,
      failure: undefined,
    }));
    await ledger.settleBatch(batch, settlements, undefined);
    for (const [index, recipient] of batch.outgoing.recipients.entries()) {
      accepted.push({ messageId: `${base}:${index}`, recipient, token: batch.token });
    }
  }
}

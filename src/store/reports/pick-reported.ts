import { otherSpellings } from '../../core/recipients/renumbering.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import { messageBase } from '../engine/message-base.ts';

export type ReportAddress = Pick<StatusUpdate, 'messageId' | 'batchToken' | 'recipientDigits'>;

/** What is known of a delivery that a report may be about. */
export interface Candidate {
  readonly id: string;
  readonly batchId: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  messageId: string | null;
}

/** What a report may be about, as far as its address tells. */
export interface Pool {
  /** The deliveries of the batch whose token it carries; undefined without a token. */
  readonly byToken: readonly Candidate[] | undefined;
  /** The deliveries of all batches in which one has a message ID with the same first part. */
  readonly byMessage: readonly Candidate[];
}

export interface Picked {
  readonly delivery: Candidate;
  /** The report names a number that is not the recipient's in any of WhatsApp's spellings, and other proof outweighs it. */
  readonly isOtherNumber: boolean;
}

/**
 * Which delivery a report is about; undefined when it could be several's, or nobody's. In this order:
 *
 * 1. A whole message ID that is known settles what it names.
 * 2. The token of a batch of one is proof by itself: it is secret, and no other request carried it.
 * 3. In a batch of several the number decides, in any spelling of WhatsApp's, when it fits one delivery and no other.
 * 4. A number that fits none, or an ID in its place, counts only when one delivery of the batch is left that it can be about.
 */
export function pickReported({ byToken, byMessage }: Pool, address: ReportAddress): Picked | undefined {
  const { messageId, recipientDigits } = address;
  const isTo = recipientTest(recipientDigits);
  const pick = (candidates: readonly Candidate[]): Picked | undefined => {
    const delivery = only(candidates);
    return delivery && { delivery, isOtherNumber: recipientDigits !== undefined && !isTo(delivery) };
  };
  const named = isWhole(messageId) ? only(byMessage.filter((one) => one.messageId === messageId)) : undefined;
  if (named !== undefined) return { delivery: named, isOtherNumber: false };
  if (byToken?.length === 1) return pick(byToken);
  const pool = byToken ?? byMessage;
  const possible = pool.filter((one) => mayHave(one, messageId));
  if (pool.some(isTo)) return pick(possible.filter(isTo));
  const open = possible.filter(({ status }) => status !== 'rejected' && status !== 'cancelled');
  return pick(open.length > 0 ? open : possible);
}

type Test = (candidate: Candidate) => boolean;

function recipientTest(digits: string | undefined): Test {
  const numbers = new Set(digits === undefined ? [] : [digits, ...otherSpellings(digits)].map((one) => `+${one}`));
  return ({ recipient }) => numbers.has(recipient);
}

/** A whole message ID is one delivery's alone; without its `:n` a `uuid` may be shared by a batch. */
function isWhole(messageId: string): boolean {
  return messageId.includes(':') || messageId.startsWith('wamid.');
}

/** Whether a report with this message ID may be about the delivery, by what is known of the delivery's own. */
function mayHave({ messageId }: Candidate, reported: string): boolean {
  if (messageId === null || messageId === reported) return true;
  return messageId.includes(':') ? messageBase(messageId) === reported : messageId === messageBase(reported);
}

function only(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}

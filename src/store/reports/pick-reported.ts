import { otherSpellings } from '../../core/recipients/renumbering.ts';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import { messageBase } from '../schema/message-base.ts';

export type ReportAddress = Pick<StatusUpdate, 'messageId' | 'batchToken' | 'recipientDigits'>;

/** What is known of a delivery that a report may be about. */
export interface Candidate {
  readonly id: string;
  readonly batchId: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  messageId: string | null;
}

/** The deliveries that a report may be about. */
export interface Candidates {
  /** Those of the batch whose token it carries; left out without a token. */
  readonly byToken?: readonly Candidate[] | undefined;
  /** Those of all batches that have a message with the same base. */
  readonly byMessage: readonly Candidate[];
}

export interface Picked {
  readonly delivery: Candidate;
  /** The report names a number that is not the recipient's in any of WhatsApp's spellings, and other proof outweighs it. */
  readonly isOtherNumber: boolean;
}

/**
 * Picks the delivery that a report is about; undefined when there is none, or it could be about several. In this order:
 *
 * 1. A whole message ID that is known settles what it names, unless the token is another batch's: then nothing is believed.
 * 2. The token of a batch of one is proof by itself: it is secret, and no other request has it.
 * 3. In a batch of several the number decides, in any of WhatsApp's spellings, when it fits one delivery and no other.
 * 4. A number that fits none, or an ID in its place, counts only when it can be about one delivery of the batch alone.
 */
export function pickReported({ byToken, byMessage }: Candidates, address: ReportAddress): Picked | undefined {
  const { messageId, recipientDigits } = address;
  const isTo = recipientTest(recipientDigits);
  const pick = (candidates: readonly Candidate[]): Picked | undefined => {
    const delivery = only(candidates);
    return delivery && { delivery, isOtherNumber: recipientDigits !== undefined && !isTo(delivery) };
  };
  const named = isWhole(messageId) ? only(byMessage.filter((one) => one.messageId === messageId)) : undefined;
  if (named !== undefined) {
    const isOfToken = byToken === undefined || byToken.includes(named);
    return isOfToken ? { delivery: named, isOtherNumber: false } : undefined;
  }
  if (byToken?.length === 1) return pick(byToken);
  const pool = byToken ?? byMessage;
  const possible = pool.filter((one) => mayHave(one, messageId));
  if (pool.some(isTo)) return pick(possible.filter(isTo));
  const open = possible.filter(({ status }) => status !== 'rejected' && status !== 'cancelled');
  return pick(open.length > 0 ? open : possible);
}

function recipientTest(digits: string | undefined): (candidate: Candidate) => boolean {
  const numbers = new Set(digits === undefined ? [] : [digits, ...otherSpellings(digits)].map((one) => `+${one}`));
  return ({ recipient }) => numbers.has(recipient);
}

/** A whole message ID belongs to one delivery; without its `:n` a whole batch may share it. */
function isWhole(messageId: string): boolean {
  return messageId.includes(':') || messageId.startsWith('wamid.');
}

/** Whether a report with this message ID may be about the delivery, as far as the delivery's own ID is known. */
function mayHave({ messageId }: Candidate, reported: string): boolean {
  if (messageId === null || messageId === reported) return true;
  return messageId.includes(':') ? messageBase(messageId) === reported : messageId === messageBase(reported);
}

function only(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}

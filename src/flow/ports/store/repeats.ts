import type { PhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { DeliveryStatus } from '../../../core/send/delivery/status.ts';
import type { SendOrder } from '../../../core/send/send.ts';
import type { Message } from '../../../core/template/message/message.ts';

/** A delivery of the same message to the same number, confirmed by any person, that arrived or may have. */
export interface Repeat {
  readonly sendId: string;
  readonly recipient: PhoneNumber;
  /** The Slack user who confirmed it. */
  readonly actorId: string;
  readonly at: Date;
  readonly status: DeliveryStatus;
}

/** What an order says and to whom, with the send that it makes again. */
export type RepeatedOrder = Pick<SendOrder<Message>, 'message' | 'recipients'> & Partial<Pick<SendOrder, 'parentId'>>;

/**
 * Finds the repeats of an order, the latest first: those confirmed within so many milliseconds, and of any age those that
 * are unknown and those of the send that it makes again, or of another one that did. Deliveries of which it is certain that
 * they did not arrive are left out.
 */
export type FindRepeats = (order: RepeatedOrder, withinMs: number) => Promise<readonly Repeat[]>;

/** Refuses a send that repeats another one, unless the person has seen that one and said yes. */
export interface RepeatGuard {
  readonly withinMs: number;
  /** The newest repeat that the person said yes to; undefined when none was shown to them. */
  readonly seenUntil: Date | undefined;
}

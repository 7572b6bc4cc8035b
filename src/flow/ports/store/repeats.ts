import type { PhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { SendOrder } from '../../../core/send/send.ts';
import type { DeliveryStatus } from '../../../core/send/status.ts';

/** A delivery of the same message to the same number, confirmed by any person a short while ago. */
export interface Repeat {
  readonly sendId: string;
  readonly recipient: PhoneNumber;
  /** The Slack user who confirmed it. */
  readonly actorId: string;
  readonly at: Date;
  readonly status: DeliveryStatus;
}

/** Finds the repeats that were confirmed within so many milliseconds, the latest first. Refused deliveries are left out. */
export type FindRepeats = (
  order: Pick<SendOrder, 'message' | 'recipients'>,
  withinMs: number,
) => Promise<readonly Repeat[]>;

/** Refuses a send that repeats another one, unless the person has seen that one and said yes. */
export interface RepeatGuard {
  readonly withinMs: number;
  /** The newest repeat that the person said yes to; undefined when none was shown to them. */
  readonly seenUntil: Date | undefined;
}

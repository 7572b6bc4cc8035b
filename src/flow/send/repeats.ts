import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { SendOrder } from '../../core/send/send.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';

/** The same message on its way to the same number, confirmed by anybody a short while ago. */
export interface Repeat {
  readonly sendId: string;
  readonly recipient: PhoneNumber;
  readonly actorId: string;
  readonly at: Date;
  readonly status: DeliveryStatus;
}

/** How long ago a send has to be to be no likely mistake. */
export const REPEAT_WINDOW_MS = 10 * 60_000;

/** Repeats of an order that were confirmed within so many milliseconds, the latest first. What was refused is none. */
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

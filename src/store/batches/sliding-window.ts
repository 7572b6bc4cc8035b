/** The slots of a second's messages are spread over a little more, so that messages which are late never put too many into one. */
export const SLOT_SECOND_MS = 1_040;
/**
 * A message that is later than this for its slot books a new one. Slots that begin within a second and this time are no more
 * than those of one second, so processes that are late at different times do not exceed the rate together; 20 ms stay for
 * connections of different speed.
 */
export const MAX_LATENESS_MS = 20;
/** Late messages catch up at twice the rate at most, as far as timers can tell. */
const MIN_SHARE_OF_DISTANCE = 0.5;
const TIMER_MS = 1;
/** A second, and 40 ms for connections of different speed. */
const MAX_PER_MS = SLOT_SECOND_MS;

/** One sender's messages that left this process lately. */
export interface SlidingWindow {
  /**
   * Messages of one request are due.
   *
   * @param slotAt when their slot began
   * @returns a function that gives the milliseconds which they have to wait yet; at 0 they leave
   */
  due(messages: number, slotAt: number): (now: number) => number;
}

/**
 * A sliding-window limit: lets messages that are late for their slots leave without new ones. In no second more of them leave than
 * this process had slots in one, so processes that are late together do not exceed the rate either.
 */
export function createSlidingWindow(messagesPerSecond: number): SlidingWindow {
  const slots = createTrailingSum(SLOT_SECOND_MS);
  let newestSlotAt = Number.NEGATIVE_INFINITY;
  const left = createTrailingSum(MAX_PER_MS);
  const minDistanceMs = (MIN_SHARE_OF_DISTANCE * SLOT_SECOND_MS) / messagesPerSecond;
  let freeAt = Number.NEGATIVE_INFINITY;

  return {
    due(messages, slotAt) {
      slots.add(slotAt, messages);
      newestSlotAt = Math.max(newestSlotAt, slotAt);
      return (now) => {
        if (freeAt - now >= TIMER_MS) return freeAt - now;
        if (left.sum(now) > 0 && left.sum(now) + messages > slots.sum(newestSlotAt)) return left.firstEndsAt() - now;
        left.add(now, messages);
        freeAt = Math.max(freeAt, now) + messages * minDistanceMs;
        return 0;
      };
    },
  };
}

/** Adds up counts, each for as long as the window lasts; the cost of a count does not grow with how many there are. */
function createTrailingSum(windowMs: number) {
  /** The oldest first; one that is added is mostly the newest. */
  const counts: { readonly at: number; readonly count: number }[] = [];
  let total = 0;

  const firstEndsAt = () => (counts[0]?.at ?? Number.NEGATIVE_INFINITY) + windowMs;
  return {
    firstEndsAt,
    add(at: number, count: number): void {
      counts.splice(counts.findLastIndex((one) => one.at <= at) + 1, 0, { at, count });
      total += count;
    },
    sum(now: number): number {
      while (counts.length > 0 && firstEndsAt() <= now) total -= counts.shift()?.count ?? 0;
      return total;
    },
  };
}

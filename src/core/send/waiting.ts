/** Why messages of a send are still queued while sending is not paused. */
export type Waiting =
  /** The request was tried, and it is proved that nothing left. */
  | { readonly kind: 'retry'; readonly at: Date }
  /** Others of the same sender go first, at so many recipients a second. `ahead` counts recipients, those of this send too. */
  | { readonly kind: 'in_line'; readonly ahead: number; readonly perSecond: number; readonly until: Date }
  /** They could have left a while ago: the database or the bot was away. */
  | { readonly kind: 'catching_up' };

/** A shorter wait is over before anybody reads of it. */
const MIN_SHOWN_WAIT_MS = 5_000;
/** What could have left this long ago waits for something else. */
const CATCHING_UP_MS = 15_000;

/** The first queued batch of a send, and what goes before it; times by the database's clock. */
export interface FirstInLine {
  readonly now: Date;
  readonly notBefore: Date;
  readonly attempts: number;
  /** Recipients of the same sender that go first. */
  readonly ahead: number;
  /** Recipients of this send that are queued. */
  readonly own: number;
}

/** @param perSecond a sender's recipients a second; `Infinity` for no limit. @returns undefined for a short wait */
export function waitingOf(first: FirstInLine, perSecond: number): Waiting | undefined {
  const { ahead, attempts, notBefore, now, own } = first;
  if (attempts > 0 && notBefore > now) return { kind: 'retry', at: notBefore };
  const lineMs = Number.isFinite(perSecond) ? ((ahead + own) / perSecond) * 1_000 : 0;
  if (lineMs >= MIN_SHOWN_WAIT_MS) {
    return { kind: 'in_line', ahead: ahead + own, perSecond, until: new Date(now.getTime() + lineMs) };
  }
  return now.getTime() - notBefore.getTime() >= CATCHING_UP_MS ? { kind: 'catching_up' } : undefined;
}

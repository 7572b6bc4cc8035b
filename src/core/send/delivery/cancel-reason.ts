/** Why a delivery never left, and will not. */
export type CancelReason =
  /** A person stopped the send. */
  | 'stopped'
  /** The recipient said no to such messages. */
  | 'opted_out'
  /** The bot is on trial: nothing leaves. */
  | 'trial'
  /** The bot reaches only the team's own numbers. */
  | 'not_in_team'
  /** An approver declined the send. */
  | 'declined'
  /** No one approved it in time, or it waited too long for the morning. */
  | 'expired'
  /** The 24 hours in which the recipient may be answered were over. */
  | 'window_closed';

interface CancelWords {
  /** Beside the status of one recipient. */
  readonly words: string;
  /** Behind a count of recipients: `3 opted out`. */
  readonly counted: string;
}

/** How people read each reason, in the order in which counts are listed. That a person stopped a send needs no reason. */
const CANCEL_WORDS: Readonly<Record<Exclude<CancelReason, 'stopped'>, CancelWords>> = {
  opted_out: { words: 'opted out', counted: 'opted out' },
  trial: { words: 'trial: not sent', counted: 'kept back: trial' },
  not_in_team: { words: 'not one of the team’s numbers', counted: 'not the team’s numbers' },
  declined: { words: 'declined', counted: 'declined' },
  expired: { words: 'expired', counted: 'expired' },
  window_closed: { words: 'the 24 hours were over', counted: 'after the 24 hours' },
};

/** How many deliveries were cancelled for which reason; one without a reason is not counted. */
export type CancelCounts = Readonly<Partial<Record<CancelReason, number>>>;

/** A clause that says why; undefined where a person stopped the send, which its card says. */
export function cancelWords(reason: CancelReason | undefined): string | undefined {
  return reason === undefined || reason === 'stopped' ? undefined : CANCEL_WORDS[reason].words;
}

/** The reasons that some have, each with its count, such as `opted out`. */
export function countedReasons(counts: CancelCounts): readonly { readonly count: number; readonly words: string }[] {
  return Object.entries(CANCEL_WORDS)
    .map(([reason, { counted }]) => ({ count: counts[reason as CancelReason] ?? 0, words: counted }))
    .filter(({ count }) => count > 0);
}

export function countCancelReasons(deliveries: readonly { readonly cancelReason?: CancelReason }[]): CancelCounts {
  const counts: Partial<Record<CancelReason, number>> = {};
  for (const { cancelReason } of deliveries) {
    if (cancelReason !== undefined) counts[cancelReason] = (counts[cancelReason] ?? 0) + 1;
  }
  return counts;
}

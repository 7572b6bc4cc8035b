/** How far a delivery has come. */
type Phase =
  /** No response for it is saved. */
  | 'open'
  /** The provider accepted it, and no report says that it is on the phone. */
  | 'under_way'
  /** It is on the phone. */
  | 'arrived'
  /** It is not on the phone, and will not be. */
  | 'missed'
  /** It may have gone out. */
  | 'unclear';

interface StatusFacts {
  readonly meaning: string;
  /** Shown on cards and views. */
  readonly label: string;
  /** Shown beside the label, so that colour alone never marks a status. */
  readonly mark: string;
  readonly phase: Phase;
  /**
   * Set for what a delivery report can say: a report wins over a lower one, and over every status without an order. So
   * the order in which reports come in makes no difference.
   */
  readonly reportOrder?: number;
  /** Set where a person has to act: such deliveries are listed first, the lowest number before the others. */
  readonly attention?: number;
}

/** Every status, in the order in which counts are listed. */
export const STATUSES = {
  queued: { meaning: 'waits to be sent', label: 'queued', mark: '·', phase: 'open' },
  sending: { meaning: 'its request is on its way to Kaleyra', label: 'sending', mark: '…', phase: 'open' },
  accepted: {
    meaning: 'Kaleyra took it and gave a message ID',
    label: 'accepted',
    mark: '✓',
    phase: 'under_way',
  },
  sent: { meaning: 'WhatsApp took it', label: 'sent', mark: '✓', phase: 'under_way', reportOrder: 1 },
  delivered: { meaning: 'it is on the phone', label: 'delivered', mark: '✓✓', phase: 'arrived', reportOrder: 3 },
  read: { meaning: 'the recipient opened it', label: 'read', mark: '✓✓✓', phase: 'arrived', reportOrder: 4 },
  rejected: { meaning: 'refused: nothing went out', label: 'not sent', mark: '✕', phase: 'missed', attention: 2 },
  failed: {
    meaning: 'accepted, and a report says that it did not arrive',
    label: 'not delivered',
    mark: '✕',
    phase: 'missed',
    reportOrder: 2,
    attention: 1,
  },
  unknown: {
    meaning: 'it may have gone out; nobody can say yet',
    label: 'unknown',
    mark: '?',
    phase: 'unclear',
    attention: 3,
  },
  cancelled: { meaning: 'it never left, and will not', label: 'cancelled', mark: '–', phase: 'missed' },
} as const satisfies Record<string, StatusFacts>;

export type DeliveryStatus = keyof typeof STATUSES;

/** What a delivery report can say. */
export type ReportedStatus = {
  [Status in DeliveryStatus]: (typeof STATUSES)[Status] extends { readonly reportOrder: number } ? Status : never;
}[DeliveryStatus];

export type StatusCounts = Readonly<Record<DeliveryStatus, number>>;

export const ALL_STATUSES: readonly DeliveryStatus[] = Object.keys(STATUSES).filter(isStatus);

/** Those that need a person, the most urgent first. */
export const ATTENTION_STATUSES: readonly DeliveryStatus[] = ALL_STATUSES.filter(needsAttention).toSorted(
  (a, b) => attentionOf(a) - attentionOf(b),
);

/** Those on the way to the phone, the furthest first. */
export const PROGRESS_STATUSES: readonly DeliveryStatus[] = ALL_STATUSES.filter((status) =>
  ['open', 'under_way', 'arrived'].includes(STATUSES[status].phase),
).toReversed();

/** What reports can say, the lowest first. */
export const REPORTED_STATUSES: readonly DeliveryStatus[] = ALL_STATUSES.filter(
  (status) => reportOrderOf(status) > 0,
).toSorted((a, b) => reportOrderOf(a) - reportOrderOf(b));

function isStatus(text: string): text is DeliveryStatus {
  return text in STATUSES;
}

/** Whether the response is saved: from here on only reports or people change the status. */
export function isSettled(status: DeliveryStatus): boolean {
  return STATUSES[status].phase !== 'open';
}

/** Whether nothing reached the phone, and nothing will. */
export function isMissed(status: DeliveryStatus): boolean {
  return STATUSES[status].phase === 'missed';
}

export function hasArrived(status: DeliveryStatus): boolean {
  return STATUSES[status].phase === 'arrived';
}

/** Whether it went wrong, or may have. */
export function needsAttention(status: DeliveryStatus): boolean {
  return attentionOf(status) > 0;
}

function attentionOf(status: DeliveryStatus): number {
  const facts: StatusFacts = STATUSES[status];
  return facts.attention ?? 0;
}

/** @returns 0 for a status that no report can say. */
export function reportOrderOf(status: DeliveryStatus): number {
  const facts: StatusFacts = STATUSES[status];
  return facts.reportOrder ?? 0;
}

/** The status after a report: the higher of the two, because a status never falls. */
export function advanceStatus(status: DeliveryStatus, reported: DeliveryStatus): DeliveryStatus {
  return reportOrderOf(reported) > reportOrderOf(status) ? reported : status;
}

/** Counts for every status, from what was counted for some. */
export function countsOf(counted: Readonly<Partial<StatusCounts>>): StatusCounts {
  const none = { queued: 0, sending: 0, accepted: 0, sent: 0, delivered: 0, read: 0 };
  return { ...none, rejected: 0, failed: 0, unknown: 0, cancelled: 0, ...counted };
}

export function countStatuses(deliveries: readonly { readonly status: DeliveryStatus }[]): StatusCounts {
  const counts: Record<DeliveryStatus, number> = { ...countsOf({}) };
  for (const { status } of deliveries) counts[status] += 1;
  return counts;
}

/** How many deliveries were counted, whatever their status. */
export function totalOf(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

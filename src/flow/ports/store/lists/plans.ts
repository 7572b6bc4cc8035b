import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { QuotaShortage, SendRules } from '../../../../core/rules/send-rules.ts';
import type { NewCardPlace } from '../../../../core/send/card.ts';
import type { TemplateMessage } from '../../../../core/template/message/message.ts';
import type { Template } from '../../../../core/template/template.ts';

/** A row of a list: the recipient, and the number of the row in the spreadsheet. */
export interface PlannedRecipient {
  readonly row: number;
  readonly recipient: PhoneNumber;
}

/** Rows that say the same and leave in one request. */
export interface PlannedBatch {
  readonly token: string;
  readonly message: TemplateMessage;
  readonly recipients: readonly PlannedRecipient[];
  /** ISO 3166, where all of them are of one country. */
  readonly region?: string | undefined;
}

/** A list that was reviewed, before anyone confirms it. */
export interface NewPlan {
  /** The ID of the send that it becomes. */
  readonly id: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly actorId: string;
  readonly template: Template | undefined;
  readonly sender: PhoneNumber;
  /** The send of which it sends the rest, or which it makes again. */
  readonly parentId: string | undefined;
  readonly reportsExpected: boolean;
  /** How many rows may leave first, when the person wants that. The first batches have exactly these rows. */
  readonly trialRows: number;
  /** How many rows of the sheet the person left out; none where this is not given. */
  readonly rowsLeftOut?: number;
  /** In the order in which they leave. */
  readonly batches: readonly PlannedBatch[];
}

/** A confirmed list with the same rows: the same people, each with the same words. */
export interface SameList {
  readonly sendId: string;
  readonly actorId: string;
  readonly at: Date;
}

/** What people in the plan got lately. */
export interface PlanRepeats {
  /** The latest first. */
  readonly sameLists: readonly SameList[];
  /** How many people of the plan got this template within the time, or may have. */
  readonly people: number;
  /** The first of them by row. */
  readonly examples: readonly (PlannedRecipient & { readonly sendId: string; readonly at: Date })[];
}

/** Runs `write`, which writes these batches of a plan. */
export type AroundPiece = (batches: readonly PlannedBatch[], write: () => Promise<void>) => Promise<void>;

/** What the ledger does while a list is reviewed. */
export interface PlanWriter {
  /**
   * Saves a plan in pieces. Nothing claims it, and it counts nowhere. It dies a day later unless it is confirmed.
   *
   * @param around is called for each piece with its batches, and writes it
   * @returns a hash of what the rows say and to whom, which the confirmation has to name
   */
  save(plan: NewPlan, around?: AroundPiece): Promise<string>;
  /** Gives a plan up, so that it cannot be confirmed; its rows are deleted later. Changes nothing once it is confirmed. */
  discard(planId: string): Promise<void>;
  /** Finds who of a plan got the same template within so many milliseconds, and the lists that say the same to the same people. */
  findRepeats(planId: string, withinMs: number): Promise<PlanRepeats>;
}

/** What a person confirms. */
export interface PlanConfirmation {
  readonly planId: string;
  /** What `save` returned: the rows that the person reviewed. */
  readonly digest: string;
  /** `installation:view.id` of the review: the same one twice is one send. */
  readonly dedupeKey: string;
  /** Another person's plan is not found. */
  readonly actorId: string;
  /** When it is to leave; undefined for now. */
  readonly dueAt: Date | undefined;
  /** Whether only the first rows may leave until a person says so. */
  readonly trial: boolean;
  readonly cards: readonly NewCardPlace[];
  readonly responseUrl: string | undefined;
  /** Refuses a list that says the same as one confirmed so lately, unless the person saw that one; left out, it is not looked for. */
  readonly repeatGuard?: { readonly withinMs: number; readonly seenUntil: Date | undefined };
  /** What the rules say of it; left out, it is charged to no quota and waits for no one. An exception for one person counts for none of a list. */
  readonly rules?: SendRules;
}

export type ConfirmResult =
  /** `isNew` is false when it was confirmed before, by whichever press; then `sendId` is that send's. */
  | { readonly kind: 'accepted'; readonly sendId: string; readonly isNew: boolean }
  /** The same list was confirmed meanwhile, and this person has not seen that. */
  | { readonly kind: 'repeated'; readonly sameLists: readonly SameList[] }
  /** The plan has expired, was discarded, was never saved whole, or has other rows: review again. */
  | { readonly kind: 'plan_lost' }
  /** It would pass a quota, so it stays a plan and nothing was charged. */
  | { readonly kind: 'over_quota'; readonly shortage: QuotaShortage };

/** What the ledger does for a person who confirms a list. */
export interface PlanConfirmer {
  /** One small transaction, whatever the number of rows. Throws {@link CommitOutcomeUnknown} when the commit was not answered. */
  confirm(confirmation: PlanConfirmation): Promise<ConfirmResult>;
}

export type Plans = PlanWriter & PlanConfirmer;

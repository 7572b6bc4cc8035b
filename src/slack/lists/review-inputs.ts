import type { Unapproved } from '../rules/review-blocks.ts';

export const MAX_GROUP_NAME_LENGTH = 60;

/** What a person has chosen in a review so far. */
export interface ReviewInputs {
  readonly choice: 'change' | 'leave_out' | undefined;
  readonly severalPerPerson: boolean;
  readonly risingIsRight: boolean;
  readonly trial: boolean;
  /** Seconds since 1970, as Slack's picker has it; undefined for now. */
  readonly sendAt: number | undefined;
  readonly groupName: string;
  /** The newest list that says the same and that the person said yes to, in milliseconds. */
  readonly seenUntil: number | undefined;
  /** Whether it leaves before it is approved, and why. */
  readonly unapproved: Unapproved;
}

export const NOTHING_CHOSEN: ReviewInputs = {
  choice: undefined,
  severalPerPerson: false,
  risingIsRight: false,
  trial: true,
  sendAt: undefined,
  groupName: '',
  seenUntil: undefined,
  unapproved: { isTicked: false, reason: '' },
};

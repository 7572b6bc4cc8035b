import type { ViewOutput } from '@slack/bolt';
import { inputsOf, wordsIn } from '../blocks/view-inputs.ts';
import {
  GROUP_NAME_INPUT,
  LIST_ANSWERS_INPUT,
  PROBLEMS_INPUT,
  SEND_AT_INPUT,
  SEND_REPEAT,
  TRIAL_INPUT,
} from '../ids.ts';
import { readUnapproved } from '../rules/review-blocks.ts';
import { RISING_IS_RIGHT, SEVERAL_PER_PERSON } from './problem-blocks.ts';
import { MAX_GROUP_NAME_LENGTH, type ReviewInputs } from './review-inputs.ts';

/** What a person has chosen in the review of a list. */
export function readListReview(view: Pick<ViewOutput, 'state'>): ReviewInputs {
  const inputs = inputsOf(view);
  const ticked = (actionId: string): readonly string[] =>
    inputs.get(actionId)?.selected_options?.map(({ value }) => value ?? '') ?? [];
  const choice = inputs.get(PROBLEMS_INPUT)?.selected_option?.value;
  const [seenUntil] = ticked(SEND_REPEAT);
  const answers = ticked(LIST_ANSWERS_INPUT);
  const { selected_date_time: sendAt } = { selected_date_time: null, ...inputs.get(SEND_AT_INPUT) };
  return {
    choice: choice === 'change' || choice === 'leave_out' ? choice : undefined,
    severalPerPerson: answers.includes(SEVERAL_PER_PERSON),
    risingIsRight: answers.includes(RISING_IS_RIGHT),
    trial: ticked(TRIAL_INPUT).length > 0,
    sendAt: typeof sendAt === 'number' ? sendAt : undefined,
    groupName: wordsIn(view, GROUP_NAME_INPUT, MAX_GROUP_NAME_LENGTH),
    unapproved: readUnapproved(view),
    seenUntil: seenUntil === undefined ? undefined : Number(seenUntil),
  };
}

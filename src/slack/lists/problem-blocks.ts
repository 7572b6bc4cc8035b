import type { Checkboxes, InputBlock, KnownBlock, RadioButtons } from '@slack/types';
import { formatCount, formatNoun } from '../../core/format.ts';
import { cutText } from '../../core/text.ts';
import type { ListReview } from '../../flow/ports/store/lists/list-drafts.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { inputBlock } from '../blocks/inputs.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { LIST_ANSWERS_INPUT, PROBLEMS_INPUT } from '../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH } from '../limits.ts';
import type { ReviewInputs } from './review-inputs.ts';

const MAX_LINE_LENGTH = 400;
/** Values of the checkboxes about rows that may be right. */
export const SEVERAL_PER_PERSON = 'several_per_person';
export const RISING_IS_RIGHT = 'rising_is_right';

/** What is wrong with which rows, and what to do with them, which nothing decides but the person. */
export function problemBlocks(review: ListReview, inputs: ReviewInputs): KnownBlock[] {
  const { counts, problems } = review;
  const answers = answersInput(review, inputs);
  if (problems.count === 0) return answers;
  const title =
    counts.leftOut === 0
      ? `${formatNoun(problems.count, 'thing')} to look at`
      : `⚠ ${formatNoun(counts.leftOut, 'row')} of ${formatCount(counts.rows)} cannot be sent as ${counts.leftOut === 1 ? 'it is' : 'they are'}`;
  const lines = problems.lines.map((line) => section(text(cutText(untrustedText(line), MAX_LINE_LENGTH))));
  const more =
    problems.count > lines.length
      ? [section(text(`These are the first ${lines.length} of ${formatCount(problems.count)}.`, { italic: true }))]
      : [];
  return [
    richText(
      section(text(title, { bold: true })),
      { type: 'rich_text_list', style: 'bullet', elements: lines },
      ...more,
    ),
    ...answers,
    ...(counts.leftOut > 0 && counts.messages > 0 ? [choiceInput(review, inputs)] : []),
  ];
}

function choiceInput({ counts, planId }: ListReview, { choice }: ReviewInputs): InputBlock {
  const leftOut = `Leave out ${formatNoun(counts.leftOut, 'row')} and send ${formatCount(counts.messages)}`;
  const options = [
    { text: plainText('Change the rows', MAX_OPTION_LENGTH), value: 'change' },
    { text: plainText(leftOut, MAX_OPTION_LENGTH), value: 'leave_out' },
  ];
  const initial = options.find(({ value }) => value === choice);
  const element: RadioButtons = {
    type: 'radio_buttons',
    action_id: PROBLEMS_INPUT,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
  // With the plan in its ID, a choice that was made about other rows does not stay.
  return inputBlock(`${PROBLEMS_INPUT}:${planId}`, 'What about these rows?', element);
}

function answersInput({ problems }: ListReview, inputs: ReviewInputs): InputBlock[] {
  const options = [
    ...(problems.mayBeSeveral ? [answer('Some people get more than one message', SEVERAL_PER_PERSON)] : []),
    ...(problems.mayRise ? [answer('The numbers that rise by one are right', RISING_IS_RIGHT)] : []),
  ];
  if (options.length === 0) return [];
  const ticked = options.filter(({ value }) =>
    value === SEVERAL_PER_PERSON ? inputs.severalPerPerson : inputs.risingIsRight,
  );
  const element: Checkboxes = {
    type: 'checkboxes',
    action_id: LIST_ANSWERS_INPUT,
    options,
    ...(ticked.length === 0 ? {} : { initial_options: ticked }),
  };
  const hint = plainText('Ticked, the rows are read again, and you see the review once more.', MAX_HINT_LENGTH);
  return [{ ...inputBlock(LIST_ANSWERS_INPUT, 'Is it meant so?', element), hint, optional: true }];
}

function answer(words: string, value: string) {
  return { text: plainText(words, MAX_OPTION_LENGTH), value };
}

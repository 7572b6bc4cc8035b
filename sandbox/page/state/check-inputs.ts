import type { Block, InputState, ViewState } from '../../protocol.ts';
import { type Fields, numberOf, textOf } from '../unknown-value.ts';
import { inputsOf, type ViewInput } from './view-inputs.ts';

/** What Slack itself refuses before it asks the app, by block_id, in Slack's words. */
export function checkInputs(blocks: readonly Block[], values: ViewState): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const input of inputsOf(blocks)) {
    const problem = input.input === undefined ? undefined : problemOf(input, values[input.blockId]?.[input.actionId]);
    if (problem !== undefined) problems[input.blockId] = problem;
  }
  return problems;
}

function problemOf({ type, element, input }: ViewInput, state: InputState | undefined): string | undefined {
  if (state === undefined || isEmpty(state)) {
    return input?.['optional'] === true ? undefined : 'Please complete this required field.';
  }
  return CHECKS[type]?.(element, textOf(state.value));
}

function isEmpty(state: InputState): boolean {
  const {
    value,
    selected_option,
    selected_options = [],
    selected_conversation,
    selected_date_time,
    files = [],
  } = state;
  const isChosen = selected_options.length > 0 || files.length > 0;
  return !(value?.trim() || selected_option || isChosen || selected_conversation || selected_date_time);
}

const CHECKS: Readonly<Record<string, (element: Fields, value: string) => string | undefined>> = {
  plain_text_input: checkLength,
  number_input: checkNumber,
  email_text_input: (_, value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Please enter a valid email address.',
  url_text_input: (_, value) => (URL.canParse(value) ? undefined : 'Please enter a valid URL.'),
};

function checkLength({ min_length, max_length }: Fields, value: string): string | undefined {
  const min = numberOf(min_length) ?? 0;
  const max = numberOf(max_length) ?? 3000;
  if (value.length < min) return `Must be at least ${min} characters.`;
  return value.length > max ? `Must be ${max} characters or fewer; ${value.length - max} too many.` : undefined;
}

function checkNumber({ is_decimal_allowed, min_value, max_value }: Fields, value: string): string | undefined {
  const number = numberOf(value.trim());
  if (number === undefined) return 'Please enter a number.';
  if (is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  const min = numberOf(min_value);
  const max = numberOf(max_value);
  if (min !== undefined && number < min) return `Must be ${min} or more.`;
  return max !== undefined && number > max ? `Must be ${max} or less.` : undefined;
}

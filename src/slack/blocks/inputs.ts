import type { InputBlock, PlainTextInput, StaticSelect } from '@slack/types';
import { cutText } from '../../core/text.ts';
import {
  MAX_HINT_LENGTH,
  MAX_INPUT_LENGTH,
  MAX_LABEL_LENGTH,
  MAX_OPTION_LENGTH,
  MAX_PLACEHOLDER_LENGTH,
} from '../limits.ts';
import { plainText } from './basic-blocks.ts';

export interface TextInput {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly value: string | undefined;
  /** Shown while the field is empty. */
  readonly example: string | undefined;
  readonly hint: string | undefined;
  readonly isOptional: boolean;
  readonly maxLength: number;
  readonly isMultiline?: boolean;
  readonly hasFocus?: boolean;
}

/** A text field with everything cut to what Slack takes; a part that is empty is left out, as Slack refuses it. */
export function textInput(input: TextInput): InputBlock {
  const maxLength = Math.min(Math.max(input.maxLength, 1), MAX_INPUT_LENGTH);
  const element: PlainTextInput = { type: 'plain_text_input', action_id: input.actionId, max_length: maxLength };
  if (input.isMultiline) element.multiline = true;
  if (input.hasFocus) element.focus_on_load = true;
  if (input.value) element.initial_value = cutText(input.value, maxLength);
  if (input.example) element.placeholder = plainText(input.example, MAX_PLACEHOLDER_LENGTH);
  const block = inputBlock(input.blockId, input.label, element);
  if (input.hint) block.hint = plainText(input.hint, MAX_HINT_LENGTH);
  if (input.isOptional) block.optional = true;
  return block;
}

interface ChoiceInput extends Pick<TextInput, 'blockId' | 'actionId' | 'label' | 'value' | 'hint' | 'isOptional'> {
  readonly choices: readonly string[];
}

/** A field that takes one of a few values; a value that is none of them is not shown. */
export function choiceInput(input: ChoiceInput): InputBlock {
  const options = input.choices.map((choice) => ({ text: plainText(choice, MAX_OPTION_LENGTH), value: choice }));
  const initial = options.find(({ value }) => value === input.value);
  const element: StaticSelect = { type: 'static_select', action_id: input.actionId, options };
  if (initial !== undefined) element.initial_option = initial;
  const block = inputBlock(input.blockId, input.label, element);
  if (input.hint) block.hint = plainText(input.hint, MAX_HINT_LENGTH);
  if (input.isOptional) block.optional = true;
  return block;
}

export function inputBlock(blockId: string, label: string, element: InputBlock['element']): InputBlock {
  return { type: 'input', block_id: blockId, label: plainText(label, MAX_LABEL_LENGTH), element };
}

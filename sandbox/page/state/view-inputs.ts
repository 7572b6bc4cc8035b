import type { Block, InputState, Option, ViewState } from '../../protocol.ts';
import { type Fields, fieldsOf, listOf, numberOf, optionalTextOf, textOf } from '../unknown-value.ts';

/** One place in a view that holds a value. */
export interface ViewInput {
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  readonly element: Fields;
  /** Undefined for elements outside an input block. */
  readonly input: Fields | undefined;
}

/** Slack gives every block an ID; a place in the list stands in for one that has none. */
export function blockIdOf(block: Block, index: number): string {
  return textOf(block['block_id']) || `block-${index}`;
}

export function inputsOf(blocks: readonly Block[]): readonly ViewInput[] {
  return blocks.flatMap((block, index) => {
    const { element, accessory, elements } = block;
    const isInput = block.type === 'input';
    return [element, accessory, ...listOf(elements)].map(fieldsOf).flatMap((candidate): ViewInput[] => {
      const { type, action_id } = candidate;
      if (typeof type !== 'string' || !Object.hasOwn(EMPTY, type)) return [];
      const input = isInput ? block : undefined;
      return [{ blockId: blockIdOf(block, index), actionId: textOf(action_id), type, element: candidate, input }];
    });
  });
}

const VALUE = (element: Fields) => ({ value: optionalTextOf(element['initial_value']) ?? null });
const OPTION = (element: Fields) => ({ selected_option: optionOf(element['initial_option']) ?? null });
const OPTIONS = (element: Fields) => ({
  selected_options: listOf(element['initial_options']).flatMap((option) => optionOf(option) ?? []),
});
const CONVERSATION = (element: Fields, channelId: string) => ({
  selected_conversation:
    optionalTextOf(element['initial_conversation']) ??
    (element['default_to_current_conversation'] === true ? channelId : null),
});

/** What each kind of element holds before anybody touched it. */
const EMPTY: Readonly<Record<string, (element: Fields, channelId: string) => Omit<InputState, 'type'>>> = {
  plain_text_input: VALUE,
  number_input: VALUE,
  email_text_input: VALUE,
  url_text_input: VALUE,
  static_select: OPTION,
  external_select: OPTION,
  radio_buttons: OPTION,
  checkboxes: OPTIONS,
  conversations_select: CONVERSATION,
  datetimepicker: (element) => ({ selected_date_time: numberOf(element['initial_date_time']) ?? null }),
  file_input: () => ({ files: [] }),
};

/** @returns the option as it stands, or undefined for what is none */
export function optionOf(value: unknown): Option | undefined {
  const { text, value: key, description } = fieldsOf(value);
  if (typeof key !== 'string') return undefined;
  return {
    text: textObjectOf(text),
    value: key,
    ...(description === undefined ? {} : { description: textObjectOf(description) }),
  };
}

function textObjectOf(value: unknown): Option['text'] {
  const { type, text } = fieldsOf(value);
  return { type: textOf(type) || 'plain_text', text: textOf(text) };
}

/**
 * What a view's inputs hold when it opens or is updated. Slack's rule for an update: an input whose block_id and
 * action_id are the same keeps what was typed; any other one starts from its own initial value.
 * @param channelId the conversation that the view was opened from
 */
export function viewValues(blocks: readonly Block[], before: ViewState, channelId: string): ViewState {
  const values: Record<string, Record<string, InputState>> = {};
  for (const { blockId, actionId, type, element } of inputsOf(blocks)) {
    const kept = before[blockId]?.[actionId];
    const fresh = (): InputState => ({ type, ...EMPTY[type]?.(element, channelId) });
    values[blockId] = { ...values[blockId], [actionId]: kept?.type === type ? kept : fresh() };
  }
  return values;
}

export function withInput(values: ViewState, blockId: string, actionId: string, input: InputState): ViewState {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: input } };
}

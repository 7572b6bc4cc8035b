import { z } from 'zod';
import type { Block, InputState, ViewState } from '../../protocol.ts';
import { wrongText } from './input-checks.ts';

const Element = z.looseObject({ type: z.string(), action_id: z.string() });
type Element = z.infer<typeof Element>;

const InputBlock = z.looseObject({
  block_id: z.string(),
  optional: z.boolean().default(false),
  element: Element,
});

/** What an untouched input holds, in the words of Slack's state. */
const UNTOUCHED: Readonly<Record<string, (element: Element) => object>> = {
  plain_text_input: (element) => ({ value: element['initial_value'] ?? null }),
  number_input: (element) => ({ value: element['initial_value'] ?? null }),
  email_text_input: (element) => ({ value: element['initial_value'] ?? null }),
  url_text_input: (element) => ({ value: element['initial_value'] ?? null }),
  rich_text_input: (element) => ({ rich_text_value: element['initial_value'] ?? null }),
  static_select: (element) => ({ selected_option: element['initial_option'] ?? null }),
  external_select: (element) => ({ selected_option: element['initial_option'] ?? null }),
  radio_buttons: (element) => ({ selected_option: element['initial_option'] ?? null }),
  checkboxes: (element) => ({ selected_options: element['initial_options'] ?? [] }),
  multi_static_select: (element) => ({ selected_options: element['initial_options'] ?? [] }),
  multi_external_select: (element) => ({ selected_options: element['initial_options'] ?? [] }),
  users_select: (element) => ({ selected_user: element['initial_user'] ?? null }),
  channels_select: (element) => ({ selected_channel: element['initial_channel'] ?? null }),
  conversations_select: (element) => ({ selected_conversation: element['initial_conversation'] ?? null }),
  datepicker: (element) => ({ selected_date: element['initial_date'] ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element['initial_date_time'] ?? null }),
  file_input: () => ({ files: [] }),
  timepicker: (element) => ({ selected_time: element['initial_time'] ?? null }),
};

interface PlacedInput {
  readonly blockId: string;
  readonly isOptional: boolean;
  readonly element: Element;
}

/** Every element of these blocks that holds something: inputs, and selects in actions and sections. */
function inputsOf(blocks: readonly Block[]): readonly PlacedInput[] {
  return blocks.flatMap((block) => {
    const input = InputBlock.safeParse(block);
    if (block.type === 'input' && input.success) {
      return [{ blockId: input.data.block_id, isOptional: input.data.optional, element: input.data.element }];
    }
    const { elements, accessory, block_id: blockId } = block;
    const candidates: unknown[] = Array.isArray(elements) ? elements : [accessory];
    return candidates.flatMap((candidate) => {
      const read = Element.safeParse(candidate);
      if (!(read.success && read.data.type in UNTOUCHED)) return [];
      return [{ blockId: String(blockId), isOptional: true, element: read.data }];
    });
  });
}

/** The state as Slack sends it: what the person entered, and for the rest what the view started with. */
export function completeState(blocks: readonly Block[], entered: ViewState): ViewState {
  const state: Record<string, Record<string, InputState>> = {};
  for (const { blockId, element } of inputsOf(blocks)) {
    const { type, action_id: actionId } = element;
    const given = entered[blockId]?.[actionId];
    state[blockId] = {
      ...state[blockId],
      [actionId]: { type, ...UNTOUCHED[type]?.(element), ...(given?.type === type ? emptyAsNull(given) : {}) },
    };
  }
  return state;
}

function emptyAsNull(state: InputState): InputState {
  return state.value === '' ? { ...state, value: null } : state;
}

/** What is chosen in the inputs that have `response_url_enabled`. */
export function chosenConversations(
  blocks: readonly Block[],
  state: ViewState,
): readonly { readonly blockId: string; readonly actionId: string; readonly channelId: string }[] {
  return inputsOf(blocks).flatMap(({ blockId, element }) => {
    const actionId = element.action_id;
    const held = z
      .looseObject({ selected_conversation: z.string().nullish(), selected_channel: z.string().nullish() })
      .parse(state[blockId]?.[actionId] ?? {});
    const channelId = held.selected_conversation ?? held.selected_channel;
    return element['response_url_enabled'] === true && channelId ? [{ blockId, actionId, channelId }] : [];
  });
}

/** What Slack itself says under an input before it asks the bot, by block_id. */
export function inputErrors(blocks: readonly Block[], state: ViewState): Readonly<Record<string, string>> {
  const errors = inputsOf(blocks).flatMap(({ blockId, isOptional, element }) => {
    const held = state[blockId]?.[element.action_id];
    const error = isEmpty(held) ? missing(isOptional) : wrongText(element.type, element, held?.value ?? '');
    return error === undefined ? [] : [[blockId, error] as const];
  });
  return Object.fromEntries(errors);
}

function isEmpty(held: InputState | undefined): boolean {
  return Object.entries(held ?? {}).every(
    ([name, value]) => name === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );
}

function missing(isOptional: boolean): string | undefined {
  return isOptional ? undefined : 'Please complete this required field.';
}

import type { InputBlock, StaticSelect } from '@slack/types';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Mode } from '../../core/rules/mode.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { inputBlock, textInput } from '../blocks/inputs.ts';
import { CHANNEL_INPUT, RECIPIENTS_INPUT, SENDER_INPUT, TEMPLATE_INPUT } from '../ids.ts';
import { MAX_INPUT_LENGTH, MAX_OPTION_LENGTH, MAX_OPTIONS, MAX_PLACEHOLDER_LENGTH } from '../limits.ts';
import { ROOM_HINT } from './recipients-room.ts';
import type { Chosen } from './template/template-inputs.ts';
import { byNameOption, templateOption } from './template/template-option.ts';

/** What the form shows whatever a person fills in. */
export interface FormFacts {
  /** All numbers that may send; the person chooses only where there are several. */
  readonly senders: readonly Sender[];
  readonly mode: Mode;
}

/** A WhatsApp Business number that messages may come from. */
export interface Sender {
  readonly number: PhoneNumber;
  readonly name: string | undefined;
}

/**
 * Searches as soon as it is opened. A choice is sent to the bot at once, because the fields depend on it.
 *
 * @param round of a form that was started over: Slack keeps what was chosen in a block with the same ID.
 */
export function templatePicker(chosen: Chosen | undefined, round?: string): InputBlock {
  const initial = chosen?.kind === 'listed' ? templateOption(chosen.template) : chosen && byNameOption(chosen.name);
  const block = inputBlock(blockIdOf(TEMPLATE_INPUT, round), 'Template', {
    type: 'external_select',
    action_id: TEMPLATE_INPUT,
    min_query_length: 0,
    placeholder: plainText('Search by name or text', MAX_PLACEHOLDER_LENGTH),
    ...(initial === undefined ? { focus_on_load: true } : { initial_option: initial }),
  });
  return { ...block, dispatch_action: true };
}

/** @param list which recipients are filled in: Slack keeps what was typed in a block with the same ID. */
export function recipientsInput(recipients: string, list?: string): InputBlock {
  return textInput({
    blockId: blockIdOf(RECIPIENTS_INPUT, list),
    actionId: RECIPIENTS_INPUT,
    label: 'Recipients',
    value: recipients,
    example: '+91 98765 43210, +39 347 123 4567',
    hint: `With country code, separated by commas or on separate lines. ${ROOM_HINT}`,
    isOptional: false,
    maxLength: MAX_INPUT_LENGTH,
    isMultiline: true,
  });
}

/** Empty where there is only one sender. */
export function senderPicker(chosen: string | undefined, senders: readonly Sender[], round?: string): InputBlock[] {
  if (senders.length < 2) return [];
  const options = senders.slice(0, MAX_OPTIONS).map((sender) => ({
    text: plainText(senderName(sender), MAX_OPTION_LENGTH),
    value: sender.number,
  }));
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  const element: StaticSelect = { type: 'static_select', action_id: SENDER_INPUT, options };
  if (initial !== undefined) element.initial_option = initial;
  return [inputBlock(blockIdOf(SENDER_INPUT, round), 'From', element)];
}

/** Asks Slack for a response URL too: with it the result can be posted where the bot is not a member. */
export function channelPicker(channelId: string, round?: string): InputBlock {
  return inputBlock(blockIdOf(CHANNEL_INPUT, round), 'Post the result in', {
    type: 'conversations_select',
    action_id: CHANNEL_INPUT,
    response_url_enabled: true,
    ...(channelId === '' ? {} : { initial_conversation: channelId }),
  });
}

function blockIdOf(input: string, part: string | undefined): string {
  return part === undefined ? input : `${input}:${part}`;
}

/** `Support · +919800000000`, or the number alone. */
export function senderName({ number, name }: Sender): string {
  return name === undefined ? number : `${name} · ${number}`;
}

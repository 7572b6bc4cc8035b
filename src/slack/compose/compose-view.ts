import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { TemplateFreshness } from '../../flow/ports/templates.ts';
import type { ComposeInput, TemplateChoice } from '../../flow/send/review-send.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { button, contextBlock, plainText } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { modeBlocks } from '../blocks/mode-blocks.ts';
import { inputsOf } from '../blocks/view-inputs.ts';
import {
  CHANNEL_INPUT,
  COMPOSE_VIEW,
  COUNTRY_INPUT,
  OPEN_LIST,
  RECIPIENTS_INPUT,
  SENDER_INPUT,
  TEMPLATE_INPUT,
} from '../ids.ts';
import { MAX_TITLE_LENGTH } from '../limits.ts';
import { type Again, againBlocks, hiddenRecipients } from './again-blocks.ts';
import { type ComposeMetadata, readComposeMetadata, writeComposeMetadata } from './compose-metadata.ts';
import { countryBlocks, readCountry } from './country-choice.ts';
import { draftBlock } from './draft-block.ts';
import { channelPicker, type FormFacts, recipientsInput, senderPicker, templatePicker } from './fixed-inputs.ts';
import {
  type ChoiceValues,
  type Chosen,
  chosenValue,
  dependsOnTemplate,
  templateBlocks,
} from './template/template-inputs.ts';
import { templateListLine } from './template/template-list-line.ts';
import { keyInValue, nameInValue } from './template/template-value.ts';

/** Everything that the compose view shows or carries. */
export interface ComposeState {
  readonly chosen: Chosen | undefined;
  readonly values: ChoiceValues;
  readonly recipients: string;
  /** What was chosen for numbers without a country code. */
  readonly country?: string | undefined;
  /** What is wrong with the recipients, where the form asks how to read them. */
  readonly numbersProblem?: string;
  readonly sender: string | undefined;
  /** Where the result is posted; at first where the command was run. */
  readonly channelId: string;
  readonly metadata: Omit<ComposeMetadata, 'shown'>;
  readonly banner: string | undefined;
  /** Set where the form is filled in from a draft: when that was saved. */
  readonly draftOf?: Date;
  /** How old the picker's list is; where it is left out, the view does not say. */
  readonly freshness?: TemplateFreshness;
}

/** What a compose view holds: the input without the person, and what the next state is made of. */
export interface Composed {
  readonly input: Omit<ComposeInput, 'teamId' | 'actorId'>;
  /** Values of the inputs that depend on the template. */
  readonly values: ChoiceValues;
  /** The picker's value. It differs from the fields shown while an update of the view is under way. */
  readonly selected: string | undefined;
  readonly metadata: ComposeMetadata;
}

export function composeView(state: ComposeState, { mode, senders }: FormFacts): ModalView {
  const { chosen, freshness, banner } = state;
  const { again, countries, notOffered } = state.metadata;
  const hidden = hiddenIn(state.metadata);
  const round = state.metadata.round === undefined ? undefined : String(state.metadata.round);
  const shown = chosen === undefined ? {} : { shown: shownOf(chosen) };
  return {
    ...modal(again === undefined ? 'Send a WhatsApp message' : 'Send again', 'Cancel'),
    callback_id: COMPOSE_VIEW,
    notify_on_close: true,
    private_metadata: writeComposeMetadata({ ...state.metadata, ...shown }),
    submit: plainText('Review', MAX_TITLE_LENGTH),
    blocks: [
      ...modeBlocks(mode),
      ...(state.draftOf === undefined ? [] : [draftBlock(state.draftOf)]),
      ...(banner === undefined ? [] : [bannerBlock(banner)]),
      ...(again === undefined ? [] : againBlocks(again)),
      templatePicker(chosen, round),
      ...(freshness === undefined ? [] : [templateListLine(freshness, new Date())]),
      ...(notOffered === undefined ? [] : [contextBlock(notOffered)]),
      ...(chosen === undefined ? [] : templateBlocks(chosen, state.values)),
      ...(countries === undefined ? [] : countryBlocks(countries, state.country, state.numbersProblem)),
      recipientsBlock(state, hidden, round),
      ...(again === undefined && hidden === undefined ? [listButton()] : []),
      ...senderPicker(state.sender, senders, round),
      channelPicker(state.channelId, round),
    ],
  };
}

function recipientsBlock(
  { metadata: { again }, recipients }: ComposeState,
  hidden: Again['hidden'],
  round: string | undefined,
): KnownBlock {
  if (hidden !== undefined) return hiddenRecipients(hidden);
  return recipientsInput(recipients, again === undefined ? round : (again.scope ?? 'nobody'));
}

/** Recipients whose numbers the person does not read. */
function hiddenIn({ again, toReply }: ComposeState['metadata']): NonNullable<Again['hidden']> | undefined {
  return toReply === undefined ? again?.hidden : { count: 1, shown: [toReply.shown] };
}

function listButton(): KnownBlock {
  return { type: 'actions', block_id: 'to_a_list', elements: [button(OPEN_LIST, 'Use a list…')] };
}

/** The inverse of {@link composeView}. */
export function readComposeView(view: Pick<ViewOutput, 'private_metadata' | 'state'>): Composed {
  const metadata = readComposeMetadata(view.private_metadata);
  const inputs = inputsOf(view);
  const selected = inputs.get(TEMPLATE_INPUT)?.selected_option?.value;
  const channelId = inputs.get(CHANNEL_INPUT)?.selected_conversation ?? metadata.channelId;
  const values = readValues(inputs);
  return {
    selected,
    metadata,
    values,
    input: {
      channelId,
      // A response URL posts only where the command was run.
      responseUrl: channelId === metadata.channelId ? metadata.responseUrl : undefined,
      parentId: metadata.parentId,
      choice: selected === undefined ? undefined : choiceOf(selected, values, metadata),
      values: fieldValuesOf(values),
      recipients: inputs.get(RECIPIENTS_INPUT)?.value ?? '',
      country: readCountry(inputs.get(COUNTRY_INPUT)?.selected_option?.value),
      sender: inputs.get(SENDER_INPUT)?.selected_option?.value,
    },
  };
}

function shownOf(chosen: Chosen): NonNullable<ComposeMetadata['shown']> {
  const value = chosenValue(chosen);
  if (chosen.kind === 'by_name') return { value };
  return { value, name: chosen.template.name, language: chosen.template.language };
}

function choiceOf(selected: string, values: ChoiceValues, { shown }: ComposeMetadata): TemplateChoice {
  if (nameInValue(selected) !== undefined) {
    return { kind: 'by_name', name: values.template_name ?? '', params: values.params ?? '' };
  }
  if (shown?.value === selected && shown.name !== undefined && shown.language !== undefined) {
    return { kind: 'listed', name: shown.name, language: shown.language };
  }
  return { kind: 'listed', ...(keyInValue(selected) ?? { name: selected, language: '' }) };
}

function readValues(inputs: ReadonlyMap<string, ViewStateValue>): ChoiceValues {
  const values: { -readonly [Id in keyof ChoiceValues]: ChoiceValues[Id] } = {};
  for (const [actionId, state] of inputs) {
    const value = state.value ?? state.selected_option?.value;
    if (dependsOnTemplate(actionId) && value) values[actionId] = value;
  }
  return values;
}

function fieldValuesOf({ template_name: _, params: __, ...values }: ChoiceValues): ComposeInput['values'] {
  return values;
}

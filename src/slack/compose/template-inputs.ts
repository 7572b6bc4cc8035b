import type { InputBlock, KnownBlock } from '@slack/types';
import { type FieldId, type FieldValues, templateFields } from '../../core/template/fields.ts';
import { type Obstacle, obstacleTo, warningOf } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import { choiceInput, plainText, textInput } from '../blocks/inputs.ts';
import { PARAMS_INPUT, TEMPLATE_NAME_INPUT } from '../ids.ts';
import { templateQuote } from './template-quote.ts';
import { byNameValue, digest, templateValue } from './template-value.ts';

const FIELD_ID = /^(?:param_(?:header|url|\d+)|media_url|second_param_url|coupon_code|payload_\d+)$/;
const MAX_TEMPLATE_NAME_LENGTH = 512;
const MAX_PARAMS_LENGTH = 3000;
const MAX_OBSTACLE_LENGTH = 3000;

/** What the picker holds: a template of the list, or the wish to name one, with the name as far as it was typed. */
export type Chosen =
  | { readonly kind: 'listed'; readonly template: Template }
  | { readonly kind: 'by_name'; readonly name: string };

/** Values of the inputs that depend on the choice, by `action_id`. */
export type ChoiceValues = FieldValues &
  Readonly<Partial<Record<typeof TEMPLATE_NAME_INPUT | typeof PARAMS_INPUT, string>>>;

function isFieldId(actionId: string): actionId is FieldId {
  return FIELD_ID.test(actionId);
}

/** Whether an input comes and goes with the template, so that its value has to be carried along. */
export function dependsOnTemplate(actionId: string): actionId is keyof ChoiceValues {
  return isFieldId(actionId) || actionId === TEMPLATE_NAME_INPUT || actionId === PARAMS_INPUT;
}

/**
 * The template's text and one input for each of its blanks. Every `block_id` changes with the template: Slack keeps what
 * stands in a block of the same id, and would show one template's values in another.
 */
export function templateBlocks(chosen: Chosen, values: ChoiceValues): KnownBlock[] {
  return chosen.kind === 'listed' ? listedBlocks(chosen.template, values) : byNameBlocks(chosen.name, values);
}

/** The picker's option value for a choice. */
export function chosenValue(chosen: Chosen): string {
  return chosen.kind === 'listed' ? templateValue(chosen.template) : byNameValue(chosen.name);
}

function listedBlocks(template: Template, values: ChoiceValues): KnownBlock[] {
  const obstacle = obstacleTo(template);
  if (obstacle !== undefined) return [templateQuote(template), obstacleBlock(obstacle)];
  const mark = digest(templateValue(template));
  const inputs = templateFields(template).map((field, index) => {
    const common = {
      ...field,
      blockId: `${field.id}:${mark}`,
      actionId: field.id,
      value: values[field.id] ?? field.standard,
      hasFocus: index === 0,
    };
    if (field.format?.kind === 'list') return choiceInput({ ...common, choices: field.format.values });
    return textInput({
      ...common,
      example: field.example === undefined ? undefined : `For example ${field.example}`,
    });
  });
  const warning = warningOf(template);
  return [templateQuote(template), ...(warning === undefined ? [] : [warningBlock(warning)]), ...inputs];
}

/** In the place of the fields: why there is nothing to fill in, and what to do. */
function obstacleBlock({ sentence, instead }: Obstacle): KnownBlock {
  return { ...warningBlock(`${sentence} ${instead}`), block_id: 'obstacle' };
}

function warningBlock(sentence: string): KnownBlock {
  return { type: 'section', block_id: 'template_warning', text: plainText(`⚠ ${sentence}`, MAX_OBSTACLE_LENGTH) };
}

function byNameBlocks(name: string, values: ChoiceValues): InputBlock[] {
  const mark = digest(byNameValue(name));
  const typedName = values.template_name ?? name;
  return [
    textInput({
      blockId: `${TEMPLATE_NAME_INPUT}:${mark}`,
      actionId: TEMPLATE_NAME_INPUT,
      label: 'Template name',
      value: typedName,
      example: 'booking_confirm',
      hint: 'Exactly as it is approved at Kaleyra. Its text cannot be shown here.',
      isOptional: false,
      maxLength: MAX_TEMPLATE_NAME_LENGTH,
      hasFocus: typedName === '',
    }),
    textInput({
      blockId: `${PARAMS_INPUT}:${mark}`,
      actionId: PARAMS_INPUT,
      label: 'Values, one on each line',
      value: values.params,
      example: 'Asha\nBK-77',
      hint: 'In the order of the template: the first line fills {{1}}. Leave empty for a template without values.',
      isOptional: true,
      maxLength: MAX_PARAMS_LENGTH,
      isMultiline: true,
      hasFocus: typedName !== '',
    }),
  ];
}

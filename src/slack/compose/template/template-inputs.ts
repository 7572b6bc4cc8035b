import type { InputBlock, KnownBlock } from '@slack/types';
import type { FieldId, FieldValues } from '../../../core/template/fields/field.ts';
import { templateFields } from '../../../core/template/fields/fields.ts';
import { obstacleTo } from '../../../core/template/sendability.ts';
import type { Template } from '../../../core/template/template.ts';
import { warningBlock } from '../../blocks/basic-blocks.ts';
import { choiceInput, textInput } from '../../blocks/inputs.ts';
import { PARAMS_INPUT, TEMPLATE_NAME_INPUT } from '../../ids.ts';
import { MAX_INPUT_LENGTH } from '../../limits.ts';
import { templateNoteBlocks } from './template-notes.ts';
import { templateQuote } from './template-quote.ts';
import { byNameValue, digest, templateValue } from './template-value.ts';

const FIELD_ID = /^(?:param_(?:header|url|\d+)|media_url|second_param_url|coupon_code|payload_\d+)$/;
/** WhatsApp's limit. */
const MAX_TEMPLATE_NAME_LENGTH = 512;

/** What the picker holds: a template of the list, or one that is sent by its name, as far as that was typed. */
export type Chosen =
  | { readonly kind: 'listed'; readonly template: Template }
  | { readonly kind: 'by_name'; readonly name: string };

/** Values of the inputs that depend on the choice, by `action_id`. */
export type ChoiceValues = FieldValues &
  Readonly<Partial<Record<typeof TEMPLATE_NAME_INPUT | typeof PARAMS_INPUT, string>>>;

function isFieldId(actionId: string): actionId is FieldId {
  return FIELD_ID.test(actionId);
}

/** Whether an input belongs to the chosen template. */
export function dependsOnTemplate(actionId: string): actionId is keyof ChoiceValues {
  return isFieldId(actionId) || actionId === TEMPLATE_NAME_INPUT || actionId === PARAMS_INPUT;
}

/**
 * The template's text and one input for each of its fields. Every `block_id` changes with the template: Slack keeps what was
 * typed in a block with the same ID, and would show one template's values in another.
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
  if (obstacle !== undefined) {
    return [templateQuote(template), warningBlock('obstacle', `${obstacle.sentence} ${obstacle.instead}`)];
  }
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
  return [templateQuote(template), ...templateNoteBlocks(template), ...inputs];
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
      maxLength: MAX_INPUT_LENGTH,
      isMultiline: true,
      hasFocus: typedName !== '',
    }),
  ];
}

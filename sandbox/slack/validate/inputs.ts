import { z } from 'zod';
import { Identifier, plainText } from './texts.ts';

/** The elements that stand only in an input block. */

const common = {
  action_id: Identifier.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plainText(150).optional(),
};

const dispatch = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};

const numeral = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .optional();

export const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...common,
  ...dispatch,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

export const MODAL_INPUTS = [
  z.strictObject({
    type: z.literal('number_input'),
    ...common,
    ...dispatch,
    is_decimal_allowed: z.boolean(),
    initial_value: numeral,
    min_value: numeral,
    max_value: numeral,
  }),
  z.strictObject({
    type: z.literal('email_text_input'),
    ...common,
    ...dispatch,
    initial_value: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('url_text_input'), ...common, ...dispatch, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('file_input'),
    action_id: Identifier.optional(),
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
  }),
] as const;

export const RichTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...common,
  ...dispatch,
  initial_value: z.looseObject({ type: z.literal('rich_text') }).optional(),
  min_lines: z.number().int().min(1).max(100).optional(),
  max_lines: z.number().int().min(1).max(100).optional(),
});

import { z } from 'zod';
import { Confirm, Identifier, Option, OptionGroups, Options, plainText, RichOption } from './texts.ts';

/** Block Kit's interactive elements with their limits. */

const action = { action_id: Identifier.optional(), confirm: Confirm.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const menu = { ...action, ...focus, ...placeholder };
const several = { max_selected_items: z.number().int().min(1).optional() };

export const Button = z.strictObject({
  type: z.literal('button'),
  ...action,
  text: plainText(75),
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const choices = { options: Options.optional(), option_groups: OptionGroups.optional() };
const external = { min_query_length: z.number().int().min(0).optional() };
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};
const follows = { response_url_enabled: z.boolean().optional() };

function withOneKindOfChoices<Shape extends z.ZodType>(shape: Shape) {
  return shape.check((context) => {
    const value = context.value as { options?: unknown; option_groups?: unknown };
    if ((value.options === undefined) === (value.option_groups === undefined)) {
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: 'must provide one of: options, option_groups',
      });
    }
  });
}

export const SELECTS = [
  withOneKindOfChoices(
    z.strictObject({ type: z.literal('static_select'), ...menu, ...choices, initial_option: Option.optional() }),
  ),
  z.strictObject({ type: z.literal('external_select'), ...menu, ...external, initial_option: Option.optional() }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    ...conversations,
    ...follows,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    ...follows,
    initial_channel: z.string().optional(),
  }),
] as const;

export const MULTI_SELECTS = [
  withOneKindOfChoices(
    z.strictObject({
      type: z.literal('multi_static_select'),
      ...menu,
      ...several,
      ...choices,
      initial_options: Options.optional(),
    }),
  ),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...menu,
    ...several,
    ...external,
    initial_options: Options.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...menu,
    ...several,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...menu,
    ...several,
    ...conversations,
    initial_conversations: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...menu,
    ...several,
    initial_channels: z.array(z.string()).optional(),
  }),
] as const;

const ticks = { ...action, ...focus, options: z.array(RichOption).min(1).max(10) };

export const CHOICES = [
  z.strictObject({
    type: z.literal('checkboxes'),
    ...ticks,
    initial_options: z.array(RichOption).min(1).max(10).optional(),
  }),
  z.strictObject({ type: z.literal('radio_buttons'), ...ticks, initial_option: RichOption.optional() }),
] as const;

export const DATES = [
  z.strictObject({
    type: z.literal('datepicker'),
    ...menu,
    initial_date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...menu,
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('datetimepicker'),
    ...action,
    ...focus,
    initial_date_time: z.number().int().optional(),
  }),
] as const;

export const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  options: z.array(Option).min(1).max(5),
});

export const ImageElement = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000).optional(),
  slack_file: z.looseObject({}).optional(),
  alt_text: z.string().max(2000),
});

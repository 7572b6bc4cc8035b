import { z } from 'zod';
import { Button, CHOICES, DATES, ImageElement, MULTI_SELECTS, Overflow, SELECTS } from './elements.ts';
import { MODAL_INPUTS, PlainTextInput, RichTextInput } from './inputs.ts';
import { dataTable, richText, table } from './rich-text.ts';
import { anyText, Identifier, MAX_TEXT, plainText } from './texts.ts';

/** Block Kit's blocks with their limits and where each may stand. */

const base = { block_id: Identifier.optional() };

const Interactive = [Button, ...SELECTS, ...MULTI_SELECTS, ...CHOICES, ...DATES, Overflow] as const;

const Section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: anyText().optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [...Interactive, ImageElement]).optional(),
    expand: z.boolean().optional(),
  })
  .check((context) => {
    if (context.value.text !== undefined || context.value.fields !== undefined) return;
    context.issues.push({ code: 'custom', input: context.value, message: 'missing required field: text' });
  });

const Header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: plainText(150),
  level: z.number().int().min(1).max(4).optional(),
});

const Divider = z.strictObject({ type: z.literal('divider'), ...base });

const Context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: z
    .array(z.discriminatedUnion('type', [anyText(), ImageElement]))
    .min(1)
    .max(10),
});

const Actions = z.strictObject({
  type: z.literal('actions'),
  ...base,
  elements: z
    .array(z.discriminatedUnion('type', [...Interactive]))
    .min(1)
    .max(25),
});

const Image = z.strictObject({
  type: z.literal('image'),
  ...base,
  image_url: z.string().max(3000).optional(),
  slack_file: z.looseObject({}).optional(),
  alt_text: z.string().max(2000),
  title: plainText(2000).optional(),
});

const RichText = z.strictObject({ ...base, ...richText });

const Card = z.strictObject({
  type: z.literal('card'),
  ...base,
  icon: ImageElement.optional(),
  hero_image: ImageElement.optional(),
  title: anyText(150).optional(),
  subtitle: anyText(150).optional(),
  body: anyText(200).optional(),
  actions: z.array(Button).min(1).max(3).optional(),
});

const input = {
  type: z.literal('input'),
  ...base,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
};
const INPUTS = [PlainTextInput, RichTextInput, ...SELECTS, ...MULTI_SELECTS, ...CHOICES, ...DATES] as const;

const EVERYWHERE = [Section, Header, Divider, Context, Actions, Image, RichText, Card] as const;

const MessageOnly = [
  z.strictObject({ ...input, element: z.discriminatedUnion('type', [...INPUTS]) }),
  z.strictObject({ ...base, ...table }),
  z.strictObject({ ...base, ...dataTable }),
  z.strictObject({ type: z.literal('markdown'), ...base, text: z.string().min(1).max(12_000) }),
] as const;

const Contained = z.discriminatedUnion('type', [...EVERYWHERE, ...MessageOnly]);

const Container = z.strictObject({
  type: z.literal('container'),
  ...base,
  title: plainText(150).optional(),
  subtitle: anyText(150).optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  width: z.string().optional(),
  child_blocks: z.array(Contained).min(1).max(10),
});

export const MessageBlocks = z.array(z.discriminatedUnion('type', [...EVERYWHERE, ...MessageOnly, Container])).max(50);

const Alert = z.strictObject({
  type: z.literal('alert'),
  ...base,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const ModalBlock = z.discriminatedUnion('type', [
  ...EVERYWHERE,
  Alert,
  z
    .strictObject({ ...input, element: z.discriminatedUnion('type', [...INPUTS, ...MODAL_INPUTS]) })
    .refine((block) => !(block.element.type === 'file_input' && block.dispatch_action), {
      message: 'dispatch_action is not allowed with file_input',
    }),
]);

/** As many blocks as a modal, and those of a message as well. */
export const Home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(z.discriminatedUnion('type', [...EVERYWHERE, ...MessageOnly, Container])).max(100),
  private_metadata: z.string().max(MAX_TEXT).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});

export const Modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: z.array(ModalBlock).max(100),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    private_metadata: z.string().max(MAX_TEXT).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .check((context) => {
    const { blocks, submit } = context.value;
    if (submit !== undefined || !blocks.some((block) => block.type === 'input')) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: 'missing required field: submit (a modal with an input needs it)',
    });
  });

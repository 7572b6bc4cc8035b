import { z } from 'zod';
import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import type { ProviderWarning } from '../../core/send/delivery/outcome.ts';
import type { SendOrder } from '../../core/send/send.ts';
import type { Message, TemplateMessage } from '../../core/template/message/message.ts';
import { readTemplateStatus, STATUS_NOT_SAID } from '../../core/template/status.ts';
import type { Template } from '../../core/template/template.ts';
import type { Draft } from '../../flow/ports/store/drafts.ts';

/** JSON has no undefined: it is written as null and read back as undefined. */
function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const PHONE_NUMBER = z.string().transform((text, context): PhoneNumber => {
  const number = parsePhoneNumber(text);
  if (number.ok) return number.value;
  context.addIssue('is not E.164');
  return z.NEVER;
});

const MEDIA_FORMAT = z.enum(['image', 'video', 'document']);

const BUTTON = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quick_reply'), label: z.string() }),
  z.object({ kind: z.literal('phone_number'), label: z.string(), number: z.string() }),
  z.object({ kind: z.literal('copy_code'), label: z.string(), example: maybe(z.string()) }),
  z.object({ kind: z.literal('url'), label: z.string(), url: z.string(), example: maybe(z.string()) }),
]);

const TEMPLATE = z.object({
  name: z.string(),
  language: z.string(),
  category: z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']),
  status: z.string().transform((word) => readTemplateStatus(word) ?? STATUS_NOT_SAID),
  header: maybe(
    z.discriminatedUnion('format', [
      z.object({ format: z.literal('text'), text: z.string(), example: maybe(z.string()) }),
      z.object({ format: MEDIA_FORMAT, example: maybe(z.string()) }),
    ]),
  ),
  body: z.object({
    text: z.string(),
    parameters: z.array(z.object({ name: z.string(), label: z.string(), example: maybe(z.string()) })),
  }),
  footer: maybe(z.string()),
  buttons: z.array(BUTTON),
  isPrivate: z.boolean().exactOptional(),
});

const TEMPLATE_MESSAGE = z.object({
  template: z.string(),
  language: maybe(z.string()),
  kind: z.enum(['text', 'rich']),
  headerText: maybe(z.string()),
  media: maybe(z.object({ format: MEDIA_FORMAT, url: z.string() })),
  parameters: z.array(z.string()),
  urlSuffixes: z.array(z.string()),
  coupon: maybe(z.object({ code: z.string(), buttonIndex: z.number() })),
  payloads: z.array(z.string()),
  quickReplies: z.number().exactOptional(),
  hasCode: z.literal(true).exactOptional(),
});

const MESSAGE = z.union([TEMPLATE_MESSAGE, z.object({ kind: z.literal('free_text'), text: z.string() })]);

const WARNING = z.object({ kind: z.enum(['callback_not_allowed', 'other']), text: z.string() });

const ORDER = z.object({
  teamId: z.string(),
  channelId: z.string(),
  actorId: z.string(),
  template: maybe(TEMPLATE),
  message: TEMPLATE_MESSAGE,
  sender: PHONE_NUMBER,
  recipients: z.array(PHONE_NUMBER),
  parentId: maybe(z.string()),
});

const DRAFT = z.object({
  order: ORDER,
  responseUrl: maybe(z.string()),
  areRecipientsHidden: z.boolean().exactOptional(),
});

export function readTemplate(json: string | null): Template | undefined {
  return json === null ? undefined : TEMPLATE.parse(JSON.parse(json));
}

export function readMessage(json: string): Message {
  return MESSAGE.parse(JSON.parse(json));
}

/** Throws on a text of one's own. */
export function readTemplateMessage(json: string): TemplateMessage {
  return TEMPLATE_MESSAGE.parse(JSON.parse(json));
}

export function readWarning(json: string | null): ProviderWarning | undefined {
  return json === null ? undefined : WARNING.parse(JSON.parse(json));
}

export function readDraft(json: string): Draft {
  return DRAFT.parse(JSON.parse(json));
}

export function readPhoneNumber(text: string): PhoneNumber {
  const number = parsePhoneNumber(text);
  if (number.ok) return number.value;
  throw new Error('The ledger holds a number that is not E.164');
}

/** Writes as JSON what the readers above read; these values are plain data without nulls. */
export function write(value: Draft | SendOrder | Template | Message | ProviderWarning): string {
  return JSON.stringify(value, (_, member: unknown) => (member === undefined ? null : member));
}

import { z } from 'zod';
import { readTemplateCategory } from '../../core/template/category.ts';
import { readTemplateStatus } from '../../core/template/status.ts';

/** Messages are predicates: a sentence puts the file, the line and the field before them. */
function asked(kind: string) {
  return {
    error: (issue: { readonly input?: unknown }) =>
      issue.input === undefined || issue.input === null ? 'is missing' : `has to be ${kind}`,
  };
}

/** A text, or a number that was written without quotes. */
const Text = z.union([z.string(), z.number(), z.boolean()], asked('a text')).transform(String);
const Texts = z.array(Text, asked('a list of texts'));
/** Some exports have a text where Meta has a list of one. */
const TextOrTexts = z.union([Texts, Text.transform((one) => [one])], asked('a list of texts'));
const Keyword = z.string(asked('a word')).transform((word) =>
  word
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_'),
);

const NamedExamples = z.array(
  z.object({ param_name: Text, example: Text.optional() }, asked('a parameter’s name and its example')),
  asked('a list of names and examples'),
);

const Example = z
  .object(
    {
      header_text: TextOrTexts,
      header_handle: TextOrTexts,
      header_text_named_params: NamedExamples,
      body_text: z.union(
        [z.array(z.union([Texts, Text], asked('a list of texts'))), Text.transform((one) => [one])],
        asked('a list of lists of texts'),
      ),
      body_text_named_params: NamedExamples,
    },
    asked('what Meta’s API gives, such as body_text'),
  )
  .partial();

const Button = z.object(
  {
    type: Keyword.meta({ description: 'QUICK_REPLY, URL, PHONE_NUMBER or COPY_CODE' }),
    text: Text.optional().meta({ description: 'What stands on the button' }),
    url: Text.optional().meta({ description: 'Ends in {{1}} when the sender fills its last part' }),
    phone_number: Text.optional(),
    example: z.union([Texts, Text], asked('a text or a list of texts')).optional(),
  },
  asked('a button'),
);

const Component = z.object(
  {
    type: Keyword.meta({ description: 'HEADER, BODY, FOOTER or BUTTONS' }),
    format: Keyword.optional().meta({ description: 'Of a header: TEXT, IMAGE, VIDEO or DOCUMENT' }),
    text: Text.optional(),
    buttons: z.array(Button, asked('a list of buttons')).optional(),
    example: Example.optional(),
  },
  asked('a component'),
);

/** What a list in Slack holds. */
const MAX_CHOICES = 100;
const MAX_CHOICE_LENGTH = 75;

const Format = z.union(
  [
    z.enum(['date', 'amount']),
    z
      .array(
        Text.pipe(
          z
            .string()
            .trim()
            .max(MAX_CHOICE_LENGTH, `is longer than the ${MAX_CHOICE_LENGTH} characters that a list in Slack shows`),
        ),
      )
      .min(1, 'has no value to choose from')
      .max(MAX_CHOICES),
  ],
  asked(`date, amount, or a list of the values to choose from, ${MAX_CHOICES} at most`),
);

/** One template as Meta's API gives it, with our own optional keys. Unknown keys are ignored. */
export const TemplateEntry = z.object(
  {
    name: Text.pipe(
      z.string().regex(/^\w{1,512}$/, 'may hold only letters, digits and underscores, as in booking_confirm'),
    ).meta({ description: 'The name under which WhatsApp approved it' }),
    language: Text.pipe(
      z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, 'has to be one of WhatsApp’s codes, such as en, en_US or hi'),
    ).meta({ description: 'WhatsApp’s code: en, en_US, hi' }),
    category: keyword(readTemplateCategory, 'has to be UTILITY, MARKETING or AUTHENTICATION').meta({
      description: 'UTILITY, MARKETING or AUTHENTICATION; what they were called before 2023 is read too',
    }),
    status: keyword(readTemplateStatus, 'has to be one of WhatsApp’s, such as APPROVED or PAUSED')
      .default('APPROVED')
      .meta({ description: 'WhatsApp’s word; APPROVED when it is left out; only approved templates can be sent' }),
    components: z.array(Component, asked('a list of components')),
    labels: bySlot(
      Text,
      '{ "1": Booking number }',
      'What a person sees over each field, by the parameter’s number or name; for others header, media_url, param_url, second_param_url, coupon_code, payload_1',
    ),
    hints: bySlot(Text, '{ "1": As in the passport }', 'What a person sees under each field'),
    formats: bySlot(
      Format,
      '{ "1": date }',
      'What may stand in each field: date, amount, or a list of the only values',
    ),
    defaults: bySlot(Text, '{ "1": Support team }', 'What stands in each field until a person changes it'),
    media: Text.optional().meta({ description: 'The link that stands in the field for the header’s media: https://…' }),
    private: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], asked('true or false'))
      .optional()
      .meta({ description: 'true keeps the filled-in text off the card; it shows the empty places instead' }),
  },
  asked('a template with name, language, category and components'),
);

export type TemplateEntry = z.infer<typeof TemplateEntry>;
export type ComponentEntry = z.infer<typeof Component>;
export type ButtonEntry = z.infer<typeof Button>;

function bySlot<Value extends z.ZodType>(value: Value, example: string, description: string) {
  return z
    .record(z.string(), value, asked(`a list such as ${example}`))
    .optional()
    .meta({ description });
}

function keyword<Value extends string>(read: (text: string) => Value | undefined, otherwise: string) {
  return z.string(asked('a word')).transform((text, context): Value => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue(otherwise);
    return z.NEVER;
  });
}

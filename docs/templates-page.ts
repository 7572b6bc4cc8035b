import { parsePhoneNumber } from '../src/core/recipients/phone-number.ts';
import { TEMPLATE_CATEGORIES } from '../src/core/template/category.ts';
import { fillTemplate, templateFields } from '../src/core/template/fields/fields.ts';
import { obstacleTo } from '../src/core/template/sendability.ts';
import { TEMPLATE_STATUSES } from '../src/core/template/status.ts';
import type { Template } from '../src/core/template/template.ts';
import { readOneTemplate } from '../src/files/templates/read-templates.ts';
import { encodeRequest } from '../src/kaleyra/request/request.ts';

interface Row {
  readonly name: string;
  /** What a template needs to have it, over a plain body. */
  readonly components?: readonly Readonly<Record<string, unknown>>[];
  readonly body?: Readonly<Record<string, unknown>>;
  readonly category?: string;
  /** How the review and the card draw it. */
  readonly shown: string;
}

const button = (one: Readonly<Record<string, unknown>>) => [{ type: 'BUTTONS', buttons: [{ text: 'Go', ...one }] }];
const url = 'https://example.com/{{1}}';
const NOT_SHOWN = 'the reason, in place of fields';

const ROWS: readonly Row[] = [
  {
    name: 'Body, numbered placeholders',
    body: { text: 'Hi {{1}}' },
    shown: 'filled in, with *bold*, _italic_, ~strike~ and `code`',
  },
  { name: 'Body, named placeholders', body: { text: 'Hi {{customer}}' }, shown: 'the same' },
  { name: 'Body without placeholders', body: { text: 'Hello' }, shown: 'the same' },
  { name: 'Header, text', components: [{ type: 'HEADER', format: 'TEXT', text: 'News' }], shown: 'in bold' },
  {
    name: 'Header, text with a placeholder',
    components: [{ type: 'HEADER', format: 'TEXT', text: 'For {{1}}' }],
    shown: 'in bold, filled in',
  },
  ...['IMAGE', 'VIDEO', 'DOCUMENT'].map((format) => ({
    name: `Header, ${format.toLowerCase()}`,
    components: [{ type: 'HEADER', format }],
    shown: 'its kind and its link',
  })),
  { name: 'Header, location', components: [{ type: 'HEADER', format: 'LOCATION' }], shown: NOT_SHOWN },
  { name: 'Footer', components: [{ type: 'FOOTER', text: 'Bye' }], shown: 'in italics' },
  { name: 'Button, quick reply', components: button({ type: 'QUICK_REPLY' }), shown: 'its label' },
  {
    name: 'Button, link',
    components: button({ type: 'URL', url: 'https://example.com/' }),
    shown: 'its label and its link',
  },
  {
    name: 'Button, link with an end to fill',
    components: button({ type: 'URL', url }),
    shown: 'its label and its final link',
  },
  {
    name: 'Buttons, two links to fill',
    components: [
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'a', url },
          { type: 'URL', text: 'b', url },
        ],
      },
    ],
    shown: 'each with its final link',
  },
  {
    name: 'Button, phone number',
    components: button({ type: 'PHONE_NUMBER', phone_number: '+15550100200' }),
    shown: 'its label and its number',
  },
  { name: 'Button, copy code', components: button({ type: 'COPY_CODE' }), shown: 'its label and its code' },
  { name: 'Button, flow', components: button({ type: 'FLOW' }), shown: NOT_SHOWN },
  { name: 'Button, catalogue', components: button({ type: 'CATALOG' }), shown: NOT_SHOWN },
  { name: 'Button, list of products', components: button({ type: 'MPM' }), shown: NOT_SHOWN },
  { name: 'Button, WhatsApp call', components: button({ type: 'VOICE_CALL' }), shown: NOT_SHOWN },
  { name: 'Carousel', components: [{ type: 'CAROUSEL' }], shown: NOT_SHOWN },
  { name: 'Limited-time offer', components: [{ type: 'LIMITED_TIME_OFFER' }], shown: NOT_SHOWN },
  {
    name: 'One-time password',
    category: 'AUTHENTICATION',
    body: {},
    components: button({ type: 'OTP' }),
    shown: NOT_SHOWN,
  },
];

const PHONE_TEST =
  '[phone-shows-preview](../test/sandbox/kaleyra/phone-shows-preview.test.ts), [end to end](../test/end-to-end/templates.test.ts)';
const REFUSAL_TEST = '[read-templates](../test/files/templates/read-templates.test.ts)';

/** `docs/templates.md`, with its tables made by the code that reads, encodes and refuses. */
export function withTemplateTables(page: string): string {
  const tables = { components: table(), statuses: statusTable(), categories: categoryTable() };
  return Object.entries(tables).reduce((text, [name, made]) => withTable(text, name, made), page);
}

function withTable(page: string, name: string, made: string): string {
  const begin = `<!-- ${name}: written by \`npm run docs\` -->`;
  const end = `<!-- /${name} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/templates.md has lost the marks around its ${name}.`);
  return `${before}${begin}\n\n${made}\n\n${end}${after}`;
}

function statusTable(): string {
  const lines = Object.values(TEMPLATE_STATUSES).map(({ words, obstacle, warning }) => {
    const sent = obstacle === undefined ? 'yes' : 'no';
    const text = obstacle === undefined ? (warning ?? '–') : `${obstacle.why}. ${obstacle.instead}`;
    return `| ${listOf(words)} | ${sent} | ${text} |`;
  });
  return ['| word | can be sent | what people read about the template |\n|---|---|---|', ...lines].join('\n');
}

function categoryTable(): string {
  const lines = Object.entries(TEMPLATE_CATEGORIES).map(
    ([category, words]) => `| \`${category}\` | ${listOf(words)} |`,
  );
  return ['| category | words |\n|---|---|', ...lines].join('\n');
}

function listOf(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function table(): string {
  const head = '| component | can be sent | Kaleyra’s fields | the preview shows | tested by |\n|---|---|---|---|---|';
  return [head, ...ROWS.map(line)].join('\n');
}

function line(row: Row): string {
  const template = templateOf(row);
  const isSendable = obstacleTo(template) === undefined;
  const sent = isSendable ? 'yes' : `no: ${template.unsendable}`;
  return `| ${row.name} | ${sent} | ${isSendable ? fieldsOf(template) : '–'} | ${row.shown} | ${isSendable ? PHONE_TEST : REFUSAL_TEST} |`;
}

function templateOf({ body = { text: 'Hello' }, category = 'UTILITY', components = [] }: Row): Template {
  const entry = { name: 'example', language: 'en', category, components: [{ type: 'BODY', ...body }, ...components] };
  const template = readOneTemplate(entry);
  if (template === undefined) throw new Error('An example of the table is no template.');
  return template;
}

/** What the request has for this component: its type, and what is filled in. */
function fieldsOf(template: Template): string {
  const media =
    template.header?.format === 'document'
      ? 'pdf'
      : { image: 'png', video: 'mp4', text: '' }[template.header?.format ?? 'text'];
  const fields = templateFields(template).filter(({ isOptional }) => !isOptional);
  const values = Object.fromEntries(
    fields.map(({ id }) => [id, id === 'media_url' ? `https://example.com/a.${media}` : 'x']),
  );
  const filled = fillTemplate(template, values);
  const number = parsePhoneNumber('+919800000000');
  if (!filled.ok || !number.ok) throw new Error('An example of the table cannot be filled in.');
  const request = encodeRequest(
    { message: filled.value, sender: number.value, recipients: [] },
    { url: undefined, ref: undefined },
  );
  if (!request.ok) throw new Error('An example of the table cannot be encoded.');
  const common = ['template_name', 'channel', 'from', 'to', 'lang_code'];
  const own = request.value.fields.filter(([name]) => !common.includes(name));
  return own.map(([name, value]) => (name === 'type' ? `\`type=${value}\`` : `\`${name}\``)).join(', ');
}

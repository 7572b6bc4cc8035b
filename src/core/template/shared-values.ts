import { formatPeople } from '../format.ts';
import type { FieldId, TemplateField } from './fields/field.ts';
import { templateFields } from './fields/fields.ts';
import type { TemplateMessage } from './message/message.ts';
import { valuesOf } from './message/message-values.ts';
import { EXAMPLE_NAMES, INSIDE_WORDS, WORDS } from './personal-words.ts';
import { bodySlots, type Template, type TemplateCategory } from './template.ts';

type Kind = keyof typeof WORDS;

/** One filled field, with all that tells what it is for. */
interface Filled {
  readonly label: string;
  /** What stands between the braces, where a name stands there. */
  readonly placeholder: string;
  readonly examples: readonly string[];
  readonly format: NonNullable<TemplateField['format']>['kind'] | undefined;
  readonly isCoupon: boolean;
  readonly value: string;
}

const MAX_VALUE_LENGTH = 60;
const MAX_NAMED = 4;
/** Links and what systems get are the same for everybody on purpose. */
const NEVER_PERSONAL: readonly FieldId[] = ['media_url', 'param_url', 'second_param_url'];
const PLAIN_LABEL = /^(?:value|param(?:eter)?|variable)?\s*\d*$|^value in the header$/i;
/** Letters and digits that are no word, like `BK-77`, or a number with five digits or more. */
const CODE = /^(?=.*\p{Nd})(?=.*\p{Lu})[\p{Lu}\p{Nd}]+(?:[-/#_][\p{Lu}\p{Nd}]+)*$|^#?\p{Nd}{5,}$/u;
const MONEY = /^(?:\p{Sc}|[A-Z]{3}|Rs\.?|R\$)\s?\p{Nd}[\p{Nd}.,'’\s]*$|^\p{Nd}[\p{Nd}.,'’\s]*\s?(?:\p{Sc}|[A-Z]{3})$/u;
const LINK = /:\/\/|^www\./i;

/**
 * What to know when one message goes to several people and fills in something that looks as if it were one person's: a
 * name, the number of an order, an amount, a code.
 *
 * @param template undefined for one that is sent by name; then only the values themselves can tell.
 * @param people how many get the message.
 * @returns a sentence; undefined for one recipient, and when nothing looks personal.
 */
export function sharedValuesWarning(
  template: Template | undefined,
  message: TemplateMessage,
  people: number,
): string | undefined {
  if (people < 2) return undefined;
  const filled = template === undefined ? filledByName(message) : filledFields(template, message);
  const personal = filled.filter((field) => looksPersonal(field, template?.category));
  if (personal.length === 0) return undefined;
  const named = personal.slice(0, MAX_NAMED).map(({ label, value }) => `${label} = ${shortened(value)}`);
  const more = personal.length - named.length;
  const list = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `All ${formatPeople(people)} get the same words: ${list}`;
}

function filledFields(template: Template, message: TemplateMessage): Filled[] {
  const values = valuesOf(message);
  const slots = bodySlots(template.body);
  return templateFields(template).flatMap(({ id, label, example, format }) => {
    const value = values[id];
    if (value === undefined || NEVER_PERSONAL.includes(id) || id.startsWith('payload_')) return [];
    const slot = /^param_(\d+)$/.exec(id)?.[1];
    const placeholder = slots[Number(slot) - 1]?.name ?? '';
    const examples = example === undefined ? [value] : [example, value];
    return [{ label, placeholder, examples, format: format?.kind, isCoupon: id === 'coupon_code', value }];
  });
}

function filledByName({ parameters }: TemplateMessage): Filled[] {
  return parameters.map((value, at) => ({
    label: `Value ${at + 1}`,
    placeholder: '',
    examples: [value],
    format: undefined,
    isCoupon: false,
    value,
  }));
}

function looksPersonal(field: Filled, category: TemplateCategory | undefined): boolean {
  const { label, placeholder, examples, format, isCoupon, value } = field;
  if (LINK.test(value)) return false;
  if (format !== undefined) return format === 'amount';
  // An offer's code is the same for all recipients; any other code belongs to one person.
  if (isCoupon) return category !== 'MARKETING';
  const kinds = kindsOf(`${label} ${/^\d+$/.test(placeholder) ? '' : placeholder}`);
  const isUntold = kinds.size === 0 && PLAIN_LABEL.test(label.trim());
  if (isUntold) return examples.some(looksLikeOnesOwn);
  if (kinds.has('shared')) return kinds.has('person') && kinds.has('name');
  return kinds.size > 0;
}

function looksLikeOnesOwn(example: string): boolean {
  const text = example.trim();
  const [first = '', ...others] = text.toLowerCase().split(/\s+/);
  return CODE.test(text) || MONEY.test(text) || (others.length < 3 && EXAMPLE_NAMES.has(first));
}

function kindsOf(text: string): ReadonlySet<Kind> {
  const words = wordsOf(text);
  const kinds = (Object.keys(WORDS) as Kind[]).filter((kind) =>
    WORDS[kind].some((known) => words.some((word) => isWord(word, known))),
  );
  const inside = (Object.keys(INSIDE_WORDS) as (keyof typeof INSIDE_WORDS)[]).filter((kind) =>
    INSIDE_WORDS[kind].some((known) => text.includes(known)),
  );
  return new Set([...kinds, ...inside]);
}

/** `orderId`, `first_name` and `Customer's first name` alike, in lower case. */
function wordsOf(text: string): readonly string[] {
  const apart = text.normalize('NFC').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return apart
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '');
}

function isWord(word: string, known: string): boolean {
  return known.endsWith('*') ? word.startsWith(known.slice(0, -1)) : word === known;
}

function shortened(value: string): string {
  const characters = [...value.replace(/\s+/g, ' ').trim()];
  return characters.length <= MAX_VALUE_LENGTH
    ? characters.join('')
    : `${characters.slice(0, MAX_VALUE_LENGTH).join('')}…`;
}

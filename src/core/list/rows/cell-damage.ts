import type { TemplateField } from '../../template/fields/field.ts';

/** `="+91…"`, which keeps a spreadsheet from reading a number as one. */
const TEXT_FORMULA = /^=\s*"((?:[^"]|"")*)"$/;
/** A number that was typed with its plus, which a spreadsheet takes for the beginning of a formula. */
const NUMBER_FORMULA = /^=\s*(?=\+?\d[\d\s]*$)/;
/** The apostrophe that makes a number a text in a spreadsheet. */
const TEXT_MARK = /^'(?=[+\d][\d\s().,:/+-]*$)/;

/** The cell without what a spreadsheet or an export put around it. Nothing is lost by that. */
export function repairedCell(cell: string): string {
  const inner = TEXT_FORMULA.exec(cell)?.[1];
  const text = inner === undefined ? cell : inner.replaceAll('""', '"').trim();
  return text.replace(NUMBER_FORMULA, '').replace(TEXT_MARK, '');
}

export interface CellDamage {
  readonly weight: 'error' | 'warning';
  readonly sentence: string;
}

type Finding = (value: string, field: TemplateField) => string | undefined;

/** As spreadsheets write that a formula has no result, in English and in the languages that translate it. */
const FORMULA_ERROR =
  /^(?:#(?:N\/A|N\/D|N\/V|NV|REF!|¡REF!|BEZUG!|REIF!|VALUE!|¡VALOR!|VALOR!|VALEUR!|WERT!|DIV\/0!|¡DIV\/0!|NAME\?|¿NOMBRE\?|NOM\?|NOME\?|NUM!|¡NUM!|NOMBRE!|ZAHL!|NULL!|¡NULO!|NUL!|NULO!|SPILL!|CALC!|FIELD!|BUSY!|CONNECT!|BLOCKED!|UNKNOWN!|GETTING_DATA|ERROR!)|Err:\d{3})$/i;
const TOO_NARROW = /^#{3,}$/;
/** As programs write that there is no value. People write `None` too, and there is a name Nan. */
const NO_VALUE = /^(?:NULL|null|\(null\)|<null>|None|nan|NaN|NAN|undefined|<NA>|NaT|\[object Object\]|\\N)$/;
const MAYBE_NO_VALUE = /^(?:null|none|nan|undefined|nil|n\/a|#?na)$/i;
const SHORTENED = /^[+-]?\d(?:[.,]\d+)?E\+\d{2,3}$/i;
const PLACEHOLDER = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|\[\[[^[\]]*\]\]|<<[^<>]*>>|\{[A-Za-z_]\w*\}/;
const PERCENT_NAME = /(?<!\d)%[A-Za-z_]\w*%/;
/** In a link each percent sign stands before two digits of a letter's code. */
const PERCENT_CODED = /^(?:[^%]|%[0-9a-f]{2})*$/i;
const FORMULA =
  /^(?:=\s*(?:[\p{L}_][\p{L}\p{N}_.]*\(|(?:'[^']+'|[\p{L}\p{N}_]+)!|[-+(]*\$?[A-Z]{1,3}\$?\d+\b|[-+(]*\d+(?:\.\d+)?\s*[-+*/&^])|@[A-Z]{2,}\(|[-+]\$?[A-Z]{1,3}\$?\d+\s*[-+*/&^]\s*\$?[A-Z]{1,3}\$?\d)/iu;
const TURNED_DATE = /^\d{4}-\d\d-\d\d[ T]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$/;
/** A date that is none: an empty or a very small number, shown as one. */
const FIRST_DAY = /^(?:1899-12-3[01]|1900-01-0[01]|(?:30|31)[./]12[./]1899|0?[01][./]0?1[./]1900)(?!\d)/;
const MONTH_AND_NUMBER =
  /^(?:\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{1,2})$/;
/** Letters that the encoding of the file does not have: Excel writes a question mark for each. */
const ONLY_LOST = /^\?[?\s]*\?$/;
/** Not in a link, where a question mark stands before what is asked for. */
const MAYBE_LOST = /\?{3,}|^[^=/&:.]*\p{L}\?\p{Ll}[^=/&:.]*$/u;
/** What Excel writes for a box that is ticked or not, in the languages that translate it. */
const TICKED = /^(?:TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERDADEIRO|VERO)$/;
/** The days since 1900, as Excel counts them: 1982 to 2036. */
const COUNTED_DAYS = /^([34]\d{4})(?:\.\d+)?$/;
const LABEL_OF_DATE =
  /\bdates?\b|datum|fecha|\bdata\b|\bday\b|\btag\b|\bjour\b|check[\s-]?(?:in|out)|arriv|depart|\bdue\b|दिन|तारीख/i;
const DAY_MS = 86_400_000;
const FIRST_COUNTED_DAY = Date.UTC(1899, 11, 30);
/** A sign as the text of a web page has it. */
const WEB_CODE = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,4}|#x[0-9a-f]{2,4});/i;
/** UTF-8 that was read as Windows-1252 and saved so. */
const GARBLED = /Ã[\u0080-\u00bf]|Ã[ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ“”¦\u009d]|Â[\u00a0-\u00bf]/;

const FORMULAS: readonly ((value: string) => string | undefined)[] = [
  (value) =>
    FORMULA_ERROR.test(value) ? `${value} is a formula without a result. Write the value itself.` : undefined,
  (value) =>
    TOO_NARROW.test(value)
      ? `${shown(value)} is a cell that was too narrow to show. Widen the column and export again.`
      : undefined,
  (value) =>
    FORMULA.test(value)
      ? `“${shown(value)}” is a formula, not its result. Copy the column and paste it as values.`
      : undefined,
];

/** Said of a cell that shows no value, but what was to give one. */
export function formulaProblem(cell: string): string | undefined {
  for (const finding of FORMULAS) {
    const sentence = finding(cell);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

const ERRORS: readonly Finding[] = [
  formulaProblem,
  (value) =>
    NO_VALUE.test(value)
      ? `“${value}” stands for a missing value. Write what the person should read, or leave the row out.`
      : undefined,
  (value) =>
    SHORTENED.test(value)
      ? `${value} has lost digits in Excel. Format the column as Text, enter it again and export again.`
      : undefined,
  (value) =>
    hasPlaceholder(value)
      ? `“${shown(value)}” has an unfilled placeholder in it. Write what the person should read.`
      : undefined,
  (value) =>
    value.includes('\ufffd') || ONLY_LOST.test(value)
      ? `“${shown(value)}” has a letter that was lost when the file was saved. Write it again, and save as CSV UTF-8.`
      : undefined,
];

const WARNINGS: readonly Finding[] = [
  (value, { format }) =>
    MAYBE_NO_VALUE.test(value) && format?.kind !== 'list'
      ? `Should the person really read “${value}”? Programs write it for a missing value.`
      : undefined,
  (value) =>
    TURNED_DATE.test(value) || FIRST_DAY.test(value)
      ? `“${value}” looks like a date that a spreadsheet turned. Write it as people read it, like 23 November 2026.`
      : undefined,
  (value, { format }) =>
    MONTH_AND_NUMBER.test(value) && format?.kind !== 'date'
      ? `“${value}” may be a number that a spreadsheet took for a date. Look at it.`
      : undefined,
  (value, { format, label }) => {
    const days = format?.kind === 'date' || LABEL_OF_DATE.test(label) ? COUNTED_DAYS.exec(value)?.[1] : undefined;
    return days === undefined
      ? undefined
      : `${value} is how a spreadsheet stores ${dayOf(Number(days))}. Write the date as people read it.`;
  },
  (value, { format }) =>
    TICKED.test(value) && format?.kind !== 'list'
      ? `Should the person really read “${value}”? Spreadsheets write it for a box that is ticked or not.`
      : undefined,
  (value) =>
    MAYBE_LOST.test(value)
      ? `“${shown(value)}” may have lost letters when the file was saved: each became a question mark. Look at it.`
      : undefined,
  (value) =>
    WEB_CODE.test(value)
      ? `“${shown(value)}” has the code of a web page in it, and the person would read it so. Look at it.`
      : undefined,
  (value) =>
    GARBLED.test(value)
      ? `“${shown(value)}” looks garbled: the file was saved in another encoding once. Look at it.`
      : undefined,
];

/** Most values have letters and blanks only, and hardly any of the damage has. */
const IS_HARMLESS =
  /^(?!(?:nan|nat|none|null|nil|na|undefined|true|false|wahr|falsch|vrai|faux|verdadero|falso|verdadeiro|vero)$)[\p{Lu}\p{Ll}\p{Lo}\p{M} ]*$/iu;

/** What was lost or left over in a value before it came here; the first error, or the first warning. */
export function damageIn(value: string, field: TemplateField): CellDamage | undefined {
  if (IS_HARMLESS.test(value)) return undefined;
  return firstOf(ERRORS, 'error', value, field) ?? firstOf(WARNINGS, 'warning', value, field);
}

function firstOf(
  findings: readonly Finding[],
  weight: CellDamage['weight'],
  value: string,
  field: TemplateField,
): CellDamage | undefined {
  for (const finding of findings) {
    const sentence = finding(value, field);
    if (sentence !== undefined) return { weight, sentence };
  }
  return undefined;
}

function dayOf(days: number): string {
  const date = new Date(FIRST_COUNTED_DAY + days * DAY_MS);
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function hasPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) || (PERCENT_NAME.test(value) && !PERCENT_CODED.test(value));
}

const MAX_QUOTE_LENGTH = 60;

function shown(value: string): string {
  const characters = [...value.replace(/\s+/g, ' ')];
  return characters.length > MAX_QUOTE_LENGTH
    ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…`
    : characters.join('');
}

import { isJsonObject } from '../../core/json.ts';
import { createRedact, readCode } from '../redact.ts';
import { type CallbackFields, fieldsOf, fieldsUnder, listOf, opened, readText } from './fields.ts';

/** Why a message did not arrive, fit to be kept and shown. */
export interface Reason {
  readonly code: string | undefined;
  readonly text: string | undefined;
}

/** What one field says. */
export interface Said {
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  /** Text behind a code, in a field for codes. */
  readonly aside?: string | undefined;
}

const CODE_NAMES = ['error_code', 'errorcode', 'err_code', 'code'];
/** A `message` is not among them: beside a status it is what was sent. */
const TEXT_NAMES = ['error_message', 'error_description', 'error_reason', 'error_text', 'reason', 'failure_reason'];
const INNER_TEXT_NAMES = ['message', 'title', 'msg', 'description', 'text', ...TEXT_NAMES];
const ERROR_NAMES = ['errors', 'error'];
/** No report nests deeper, or says more. */
const MAX_DEPTH = 4;
const MAX_ERRORS = 20;
const MAX_TEXT_LENGTH = 2_000;
/** Of a code before a text: fewer digits are a count of something. */
const MIN_CODE_DIGITS = 3;

/** `131049`, `E424`, `WAV2101`. Without a digit it is a word. */
const CODE = /^[a-z]{0,6}[_-]?\d{1,6}$/i;
/** `131049 - text`, `(#131049) text`, `Error 131049: text`. */
const CODE_AND_TEXT =
  /^(?:error|code|err|no|[\s.:=#([])*\b([a-z]{0,6}[_-]?\d{1,6})(?![\w.])((?:\s*[-–—:;,|)\]])+\s*|\s+)(\S.*)$/is;

/** Reports hold no secret of ours, but numbers and links. */
const redact = createRedact([]);

/**
 * Reads why a message failed, in whatever form it is given: V1's `error_code` and `error`, V2's `code` and `reason`, Meta's
 * `errors` with a title, a message and details, each of them a text, a number, an object, a list or JSON in a text.
 *
 * @param said by {@link saidIn}, the nearest first
 */
export function readReason(said: readonly Said[]): Reason {
  const coded = said.filter(({ code }) => code !== undefined);
  // A zero stands for "no error" as often as for one.
  const best = coded.find(({ code }) => code !== '0') ?? coded[0];
  const text =
    best?.text ??
    said.find((one) => one.text !== undefined)?.text ??
    best?.aside ??
    said.find((one) => one.aside)?.aside;
  return { code: best?.code, text: text === undefined ? undefined : redact(text) };
}

/** What these fields say of why. */
export function saidIn(fields: CallbackFields): readonly Said[] {
  return [
    ...CODE_NAMES.flatMap((name) => readCodeField(fields.get(name))),
    ...ERROR_NAMES.flatMap((name) => readError(fields.get(name), MAX_DEPTH)),
    ...TEXT_NAMES.map((name) => ({ text: shortText(fields.get(name)) })),
  ];
}

function shortText(value: unknown): string | undefined {
  return readText(value)?.slice(0, MAX_TEXT_LENGTH);
}

/** A field for a code holds a code, a code and a text, or a text. */
function readCodeField(value: unknown): readonly Said[] {
  const inside = opened(value);
  if (typeof inside === 'object') return readError(inside, MAX_DEPTH);
  const text = shortText(inside);
  if (text === undefined) return [];
  const { code, rest } = codeIn(text, 1);
  return [{ code, aside: rest }];
}

function readError(value: unknown, depth: number): readonly Said[] {
  if (depth === 0) return [];
  return listOf(value)
    .slice(0, MAX_ERRORS)
    .flatMap((one) => {
      const inside = opened(one);
      if (isJsonObject(inside)) return readErrorObject(fieldsOf(inside), depth);
      if (Array.isArray(inside)) return readError(inside, depth - 1);
      const text = shortText(inside);
      if (text === undefined) return [];
      const { code, rest } = codeIn(text, MIN_CODE_DIGITS);
      return [{ code, text: rest }];
    });
}

function readErrorObject(error: CallbackFields, depth: number): readonly Said[] {
  const [own = {}] = CODE_NAMES.flatMap((name) => readCodeField(error.get(name)));
  const short = INNER_TEXT_NAMES.map((name) => shortText(error.get(name))).find((text) => text !== undefined);
  const details = shortText(fieldsUnder(error, 'error_data').get('details')) ?? shortText(error.get('details'));
  const text = joined(short, details);
  const nested = ERROR_NAMES.flatMap((name) => readError(error.get(name), depth - 1));
  const said = { ...own, text };
  if (said.code !== undefined || text !== undefined || own.aside !== undefined) return [said, ...nested];
  return nested.length > 0 ? nested : readByName(error);
}

/** The details tell more than the title, and often only repeat it. */
function joined(short: string | undefined, details: string | undefined): string | undefined {
  if (short === undefined || details === undefined) return short ?? details;
  const plain = (text: string): string => text.toLowerCase().replace(/[\s.]+$/, '');
  return plain(details).startsWith(plain(short)) ? details : `${short.replace(/[\s.:]+$/, '')}: ${details}`;
}

/** `{"to":"invalid number"}`, and `{"131026":"Message undeliverable"}`. */
function readByName(error: CallbackFields): readonly Said[] {
  return [...error.entries()].slice(0, MAX_ERRORS).flatMap(([name, value]) => {
    const text = shortText(value);
    if (text === undefined) return [];
    const code = CODE.test(name) ? readCode(name) : undefined;
    return [code === undefined ? { text: `${name}: ${text}` } : { code: code.toUpperCase(), text }];
  });
}

/** @param minDigits of a code that a sign divides from its text */
function codeIn(text: string, minDigits: number): { readonly code?: string | undefined; readonly rest?: string } {
  if (/^[(#[\s]*[\w-]+[)\]\s]*$/.test(text) && /\d/.test(text)) {
    const code = readCode(text.replace(/[()#[\]\s]/g, ''));
    return code === undefined ? { rest: text } : { code };
  }
  const [, code = '', gap = '', rest = ''] = CODE_AND_TEXT.exec(text) ?? [];
  const digits = code.replace(/\D/g, '').length;
  // `2024-08-28` and `98111-11111` are no codes.
  const isNumber = /^\S+$/.test(gap) && /^\d/.test(rest);
  const isClear = digits >= (gap.trim() === '' ? MIN_CODE_DIGITS : minDigits) && !isNumber;
  return isClear && CODE.test(code) ? { code: readCode(code), rest } : { rest: text };
}

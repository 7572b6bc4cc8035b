import { maskDigits } from '../core/recipients/phone-number.ts';
import { storable } from '../core/text.ts';

const MAX_LENGTH = 300;
/** Of a text, before anything is taken out of it. */
const MAX_READ_LENGTH = 20_000;
/** Seven digits or more with one usual sign between any two: a phone number as the provider may write it. */
const LONG_NUMBER = /\+?\p{Nd}(?:[\s().-]?\p{Nd}){6,}/gu;
/**
 * `28/08/2024`, `2026–07–14`, `2026/001234`: a date, or a booking number that begins with its year. Such signs stand in these as
 * often as in phone numbers.
 */
const DATED =
  /(?<![+\p{Nd}][/\p{Pd}.]?)(?:[0-3]?\d[/\p{Pd}][0-3]?\d[/\p{Pd}](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d(?:[/\p{Pd}]\d{1,6}){1,2})(?![/\p{Pd}]?\p{Nd})/u;
/** Of an amount, or of a name such as `BK12345/67890`. */
const NO_PHONE_BEFORE = /(?<!(?:\p{Sc}\s?|\bRs\.?\s?|\p{L})[\p{Nd}\p{Pd}/_]{0,20})/u;
/**
 * Nine digits or more with any signs between any two, `+91 (98111) – 11111`. Shorter ones are a range of prices or of years as
 * often, `1200–1500`.
 */
const WIDE_NUMBER = new RegExp(
  String.raw`(?<dated>${DATED.source})|${NO_PHONE_BEFORE.source}\+?\p{Nd}(?:[\s().\p{Pd}\u2212/]{0,4}(?!${DATED.source})\p{Nd}){8,}`,
  'gu',
);
const LINK = /\b[a-z][a-z\d+.-]*:\/\/\S+/gi;
/** Controls, line separators, and what turns the direction of text or is drawn as nothing. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** With fewer than seven digits: more of them are a number. */
const CODE = /^(?!(?:\D*\d){7})[A-Za-z\d_.-]{1,32}$/;

/** Makes a sentence of the provider's fit to be shown and kept; undefined when nothing is left of it. */
export type Redact = (text: string) => string | undefined;

/**
 * @param secrets what must never be shown even when the provider echoes it, such as the account's key.
 * @returns a function that strips secrets, links, numbers beyond their last four digits, unseen characters and what no
 *   database holds, and cuts at 300 characters.
 */
export function createRedact(secrets: readonly string[]): Redact {
  return (text) => {
    const withoutSecrets = secrets
      .filter((secret) => secret !== '')
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
    const plain = storable(withoutSecrets, MAX_READ_LENGTH)
      .replace(LINK, '…')
      .replace(UNSEEN, ' ')
      .replace(/\s+/g, ' ')
      .replace(WIDE_NUMBER, (found, dated: string | undefined) => dated ?? maskDigits(found))
      .replace(LONG_NUMBER, maskDigits)
      .trim();
    return plain === '' ? undefined : cut(plain);
  };
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_LENGTH ? text : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}

/** @returns the provider's code when it looks like one; a text or a number in its place is not shown as a code. */
export function readCode(code: string | undefined): string | undefined {
  const trimmed = code?.trim();
  return trimmed !== undefined && CODE.test(trimmed) ? trimmed : undefined;
}

const WORD = /^[\p{L}\p{N}_ .-]+$/u;
const MAX_WORD_LENGTH = 40;

/** The provider's word, fit for a log and cut at 40 characters; `…` for what is no word: it could be anything. */
export function readWord(text: string): string {
  const isWord = WORD.test(text) && (text.match(/\p{Nd}/gu) ?? []).length < 7;
  return isWord ? [...text].slice(0, MAX_WORD_LENGTH).join('') : '…';
}

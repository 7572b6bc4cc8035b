import { maskDigits } from '../core/recipients/phone-number.ts';
import { storable } from '../core/text.ts';

const MAX_LENGTH = 300;
/** Of a text, before anything is taken out of it. */
const MAX_READ_LENGTH = 20_000;
/** Seven digits or more, however they are grouped: a phone number as the provider may write it. */
const LONG_NUMBER = /\+?\p{Nd}(?:[\s().-]?\p{Nd}){6,}/gu;
const LINK = /\b[a-z][a-z\d+.-]*:\/\/\S+/gi;
/** Controls, line separators, and the characters that turn the direction of text or cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const CODE = /^(?!.*\d{7})[A-Za-z\d_.-]{1,32}$/;

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
      .replace(LONG_NUMBER, maskDigits)
      .replace(UNSEEN, ' ')
      .replace(/\s+/g, ' ')
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

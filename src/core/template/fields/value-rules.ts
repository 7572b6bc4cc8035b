import { formatCount } from '../../format.ts';

/** Meta's limits, in characters. */
export const MAX_BODY_LENGTH = 1024;
export const MAX_HEADER_LENGTH = 60;
export const MAX_COUPON_LENGTH = 15;
export const MAX_URL_LENGTH = 2000;
/** Kept below what a callback can echo. */
export const MAX_PAYLOAD_LENGTH = 128;

const BREAKS = /[\n\r\t\v\f\u0085\u2028\u2029]/;
const WIDE_GAP = /[ \u00a0]{5,}/;
const FLATTENED = /[ \u00a0]*[\n\r\t\v\f\u0085\u2028\u2029][\s\u0085]*|[ \u00a0]{5,}/g;

/** How much of an offered spelling a sentence quotes. */
const MAX_OFFER_LENGTH = 200;

/** By how many characters a text is longer than `max`. A person counts an emoji outside the first plane as one. */
export function excessOf(text: string, max: number): number {
  // It has as many units as characters or more, so most texts need not be counted.
  return text.length <= max ? 0 : Math.max(0, [...text].length - max);
}

/**
 * Meta refuses a text parameter with a line break, a tab or more than four spaces in a row (132018). Nothing is changed
 * behind the person's back: the sentence offers the flat spelling.
 *
 * @returns one sentence, or undefined when `value` may be sent.
 */
export function flatTextProblem(label: string, value: string): string | undefined {
  const trouble = troubleOf(value);
  if (trouble === undefined) return undefined;
  const flat = value.replace(FLATTENED, ' ');
  const offer = offerOf(flat) ?? ' with single spaces.';
  return `WhatsApp refuses ${trouble} in "${label}". Write it as one line${offer}`;
}

/** `: ` and the spelling to use instead, or undefined when it is too long to be quoted. */
export function offerOf(spelling: string): string | undefined {
  return spelling.length <= MAX_OFFER_LENGTH ? `: ${spelling}` : undefined;
}

function troubleOf(value: string): string | undefined {
  if (value.includes('\t')) return 'a tab';
  if (BREAKS.test(value)) return 'a line break';
  return WIDE_GAP.test(value) ? 'more than four spaces in a row' : undefined;
}

/** @returns one sentence when `value` is longer than `max` characters. */
export function lengthProblem(label: string, value: string, max: number): string | undefined {
  const excess = excessOf(value, max);
  if (excess === 0) return undefined;
  return `"${label}" has ${formatCount(max + excess)} characters and WhatsApp takes ${formatCount(max)}. Shorten it by ${formatCount(excess)}.`;
}

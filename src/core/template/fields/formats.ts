import type { ValueFormat } from '../template.ts';

/** Digits with their separators, a currency on either side or none: `₹ 18,450.00`, `R$ 250`, `18 450 EUR`. */
const AMOUNT = /^[\p{L}\p{M}\p{Sc}.]{0,6}\s?[-−]?\p{Nd}[\p{Nd}.,'’\s]*[\p{L}\p{M}\p{Sc}.]{0,6}$/u;
const DIGIT_GROUP = /\p{Nd}+/gu;

/**
 * @returns one sentence, or undefined when `value` is what `format` asks for. A date may be written in any language, so
 *   only its numbers are looked at.
 */
export function formatProblem(label: string, value: string, format: ValueFormat | undefined): string | undefined {
  switch (format?.kind) {
    case undefined:
      return undefined;
    case 'list':
      return format.values.includes(value) ? undefined : `"${label}" has to be one of: ${format.values.join(', ')}.`;
    case 'amount':
      return AMOUNT.test(value) ? undefined : `"${label}" has to be an amount, like ₹ 18,450.00 or 250 EUR.`;
    case 'date':
      return isDateLike(value) ? undefined : `"${label}" has to be a date with its day, like 14 July 2026.`;
  }
}

/** The rule of a format, to be known before typing. */
export function formatHint(format: ValueFormat | undefined): string | undefined {
  if (format?.kind === 'date') return 'A date with its day, like 14 July 2026.';
  return format?.kind === 'amount' ? 'An amount with its currency, like ₹ 18,450.00.' : undefined;
}

/** A day of the month stands in it, and not only digits without end. */
function isDateLike(value: string): boolean {
  const groups = [...value.matchAll(DIGIT_GROUP)].map(([digits]) => digits);
  return groups.length <= 3 && groups.some((digits) => isDay(digits)) && /[\p{L}/.-]/u.test(value);
}

/** In any script's digits: their value is not needed, only that there are one or two. */
function isDay(digits: string): boolean {
  const day = Number(digits);
  return [...digits].length <= 2 && (Number.isNaN(day) || (day >= 1 && day <= 31));
}

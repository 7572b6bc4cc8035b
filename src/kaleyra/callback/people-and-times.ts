/** WhatsApp may name a person by an ID such as `IN.1393000000001`; its digits are no number. */
export function digitsOf(number: string | undefined): string | undefined {
  if (number === undefined || !/^\+?[\d\s().-]+$/.test(number)) return undefined;
  const digits = number.replace(/\D/g, '').replace(/^00/, '');
  return /^\d{7,15}$/.test(digits) ? digits : undefined;
}

/**
 * A date alone or with its time, and nothing behind it. `Date.parse` finds a date in nearly everything: in `-1` it is January
 * 2001, and in `2026-11-20 junk` a day in June.
 */
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[+-][01]\d:?[0-5]\d))?)?$/i;

/** Seconds since 1970, milliseconds, or a date. Anything else is no time. */
export function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const isNumber = /^\d+$/.test(text);
  if (!isNumber && !ISO_DATE.test(text)) return undefined;
  const ms = isNumber ? Number(text) * (text.length > 11 ? 1 : 1_000) : Date.parse(text);
  return ms > 0 && ms < Date.UTC(2100, 0) ? new Date(ms) : undefined;
}

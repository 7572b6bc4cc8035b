import {
  type CountryCode,
  isSupportedCountry,
  type NumberType,
  type PhoneNumber as ParsedNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import { parsePhoneNumber } from '../core/recipients/phone-number.ts';
import type { NumberProblem, ReadNumber, Recipient } from '../core/recipients/recipients.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** Lines of companies, voice boxes and pagers. A landline is not among them: WhatsApp Business runs on those too. */
const NO_WHATSAPP: ReadonlySet<NumberType> = new Set([
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'VOICEMAIL',
  'PAGER',
  'UAN',
]);

const MOBILE: ReadonlySet<NumberType> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/** Digits and the signs that people group them with. Nothing after a comma, `x` or `;` is taken for an extension. */
const SPELLING = /^\+?[\d\s().[\]/~‐-―−-]*$/u;
const INVISIBLE = /[\p{Cf}\p{Cc}]/gu;
const SHORTEST = 7;
const LONGEST = 15;

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

/**
 * @param defaultCountry ISO 3166 code of the country that numbers without a country code belong to; undefined when they
 * are refused.
 * @throws TypeError when that country is not known; configuration is checked before.
 */
export function createReadNumber({ defaultCountry }: { readonly defaultCountry: string | undefined }): ReadNumber {
  if (defaultCountry !== undefined && !isSupportedCountry(defaultCountry)) {
    throw new TypeError('The default country has to be an ISO 3166 code, such as IN.');
  }
  return (text) => {
    const spelling = plainSpelling(text);
    if (!(SPELLING.test(spelling) && /\d/.test(spelling))) return fail('not_a_number');
    if (spelling.startsWith('+')) return readInternational(spelling);
    const national = defaultCountry === undefined ? undefined : readIn(spelling, defaultCountry);
    if (national?.ok) return national;
    return guessed(spelling) ?? national ?? fail(withoutCountry(spelling));
  };
}

/** The same number in ASCII, without invisible characters, `tel:` and a bracket before its plus; `+` for a leading `00`. */
function plainSpelling(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/＋/g, '+')
    .replace(/（/g, '(')
    .trim()
    .replace(/^tel:\s*/i, '')
    .replace(/^[([]\s*(?=\+)/, '')
    .replace(/^\(?0\s?0\)?\s*(?=[1-9])/, '+');
}

/** Every script's ten digits follow one another from a code point that ends in 0 or 6. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code > 0xffff) return digit;
  const row = code - (code % 16);
  const zero = /\p{Nd}/u.test(String.fromCodePoint(row)) ? row : row + 6;
  return String(code - zero);
}

function readInternational(spelling: string): Result<Recipient, NumberProblem> {
  const parsed = parsePhoneNumberFromString(spelling, { extract: false });
  if (parsed?.isValid()) return accepted(parsed, false);
  return mexicanMobile(spelling) ?? fail(problemOf(spelling, undefined));
}

function readIn(spelling: string, country: CountryCode): Result<Recipient, NumberProblem> {
  const parsed = parsePhoneNumberFromString(spelling, { defaultCountry: country, extract: false });
  return parsed?.isValid() ? accepted(parsed, false) : fail(problemOf(spelling, country));
}

/** Digits and nothing else may be a whole number that lost its plus; only one that can be a mobile phone is believed. */
function guessed(spelling: string): Result<Recipient, NumberProblem> | undefined {
  if (!/^\d+$/.test(spelling)) return undefined;
  const parsed = parsePhoneNumberFromString(`+${spelling}`, { extract: false });
  const type = parsed?.isValid() ? parsed.getType() : undefined;
  return parsed !== undefined && type !== undefined && MOBILE.has(type) ? accepted(parsed, true) : undefined;
}

/** Mexico dropped the 1 after its country code in 2019; address books and WhatsApp itself still carry it. */
function mexicanMobile(spelling: string): Result<Recipient, NumberProblem> | undefined {
  const digits = /^521(\d{10})$/.exec(spelling.replace(/\D/g, ''))?.[1];
  const parsed = digits === undefined ? undefined : parsePhoneNumberFromString(`+52${digits}`, { extract: false });
  return parsed?.isValid() ? accepted(parsed, false) : undefined;
}

function accepted(parsed: ParsedNumber, guessedCountry: boolean): Result<Recipient, NumberProblem> {
  const number = parsePhoneNumber(parsed.number);
  if (!number.ok) return fail('no_such_number');
  const type = parsed.getType();
  if (type !== undefined && NO_WHATSAPP.has(type)) return fail('no_whatsapp_line');
  return ok({
    number: number.value,
    international: parsed.formatInternational(),
    country: parsed.country && regionNames.of(parsed.country),
    guessedCountry,
  });
}

function problemOf(spelling: string, country: CountryCode | undefined): NumberProblem {
  const digits = spelling.replace(/\D/g, '').length;
  const length = validatePhoneNumberLength(spelling, country);
  if (digits > LONGEST || length === 'TOO_LONG') return 'too_long';
  if (digits < SHORTEST || length === 'TOO_SHORT') return 'too_short';
  return 'no_such_number';
}

function withoutCountry(spelling: string): NumberProblem {
  const digits = spelling.replace(/\D/g, '').length;
  if (digits < SHORTEST) return 'too_short';
  return digits > LONGEST ? 'too_long' : 'no_country_code';
}

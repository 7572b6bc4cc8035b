import { type CountryCode, isSupportedCountry, validatePhoneNumberLength } from 'libphonenumber-js/max';
import { parsePhoneNumber } from '../core/recipients/phone-number.ts';
import type { NumberProblem, ReadNumber, Recipient } from '../core/recipients/recipient.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { canBeMobile, createParseNumber, hasNoWhatsApp, type ParsedNumber, type ParseNumber } from './parse-number.ts';
import { unsurePartOf } from './second-reading.ts';
import { isScientific, isSpelling, plainSpelling, withoutSpreadsheetZero } from './spelling.ts';

const MIN_DIGITS = 7;
/** Of E.164. */
const MAX_DIGITS = 15;

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
  const parseNumber = createParseNumber(defaultCountry);
  const read = (spelling: string): Result<Recipient, NumberProblem> => {
    const number = parseNumber(spelling);
    if (number === undefined || !isBelievable(number)) return fail(problemOf(spelling, defaultCountry, parseNumber));
    if (number.other) return fail('several_readings');
    const unsurePart = unsurePartOf(spelling, number, parseNumber);
    return unsurePart === undefined ? accepted(number) : fail({ unsurePart });
  };
  return (text) => {
    const spelling = plainSpelling(text);
    if (isScientific(spelling)) return fail('digits_lost');
    const number = withoutSpreadsheetZero(spelling);
    if (!isSpelling(number ?? spelling)) return fail('not_a_number');
    if (number === undefined) return read(spelling);
    const reading = read(number);
    if (!reading.ok) return reading;
    return ok({ ...reading.value, changes: [...(reading.value.changes ?? []), 'spreadsheet_zero'] });
  };
}

/** Only a number that can be a mobile phone is believed to have lost its plus. */
function isBelievable(number: ParsedNumber): boolean {
  return !number.guessedCountry || canBeMobile(number);
}

function accepted(found: ParsedNumber): Result<Recipient, NumberProblem> {
  const { parsed, guessedCountry, isEarlierForm } = found;
  const number = parsePhoneNumber(parsed.number);
  if (!number.ok) return fail('no_such_number');
  if (hasNoWhatsApp(found)) return fail('no_whatsapp_line');
  return ok({
    number: number.value,
    international: parsed.formatInternational(),
    country: parsed.country && regionNames.of(parsed.country),
    countryCode: parsed.country,
    guessedCountry,
    ...(isEarlierForm && { changes: ['earlier_form'] }),
  });
}

function problemOf(spelling: string, country: CountryCode | undefined, parseNumber: ParseNumber): NumberProblem {
  const digits = spelling.replace(/\D/g, '').length;
  const isInternational = /^(?:\+|00)/.test(spelling);
  if (!isInternational && country === undefined) {
    if (digits < MIN_DIGITS) return 'too_short';
    return digits > MAX_DIGITS ? 'too_long' : 'no_country_code';
  }
  const off = oneDigitOff(spelling, parseNumber);
  if (off !== undefined) return off;
  const length = validatePhoneNumberLength(spelling.replace(/^00/, '+'), isInternational ? undefined : country);
  if (digits > MAX_DIGITS || length === 'TOO_LONG') return 'too_long';
  if (digits < MIN_DIGITS || length === 'TOO_SHORT') return 'too_short';
  return 'no_such_number';
}

/**
 * Nearly every plan tells a mobile phone by its first digits, so any digit does for the missing one. Undefined where both a
 * longer and a shorter number exist: nothing tells which was meant.
 */
function oneDigitOff(spelling: string, parseNumber: ParseNumber): 'one_digit_short' | 'one_digit_long' | undefined {
  const digits = spelling.replace(/(?!^\+)\D/g, '');
  const [isShort, isLong] = [`${digits}0`, digits.slice(0, -1)].map((other) => {
    const number = parseNumber(other);
    return number !== undefined && !number.guessedCountry && canBeMobile(number);
  });
  if (isShort === isLong) return undefined;
  return isShort ? 'one_digit_short' : 'one_digit_long';
}

import { type CountryCode, type NumberType, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { todaysForm } from '../core/recipients/renumbering.ts';

/** A number of the numbering plans, and what had to be assumed to find it. */
export interface ParsedNumber {
  readonly parsed: PhoneNumber;
  /** What kind of line it is; undefined where its country's plan does not tell. */
  readonly type: NumberType;
  readonly guessedCountry: boolean;
  readonly isEarlierForm: boolean;
  /** The other number that the same digits are, when their beginning may be a country code or not. */
  readonly other?: PhoneNumber;
}

/** @returns the number of a plain spelling, with all of its digits; undefined when there is none. */
export type ParseNumber = (spelling: string) => ParsedNumber | undefined;

/** Kinds of numbers that cannot have WhatsApp. A landline can: WhatsApp Business runs on those too. */
const NO_WHATSAPP: ReadonlySet<NumberType> = new Set([
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'VOICEMAIL',
  'PAGER',
  'UAN',
]);

const MOBILE: ReadonlySet<NumberType> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);
/** Digits of E.164: a country code and a number. */
const MAYBE_INTERNATIONAL = /^[1-9]\d{5,14}$/;
/** What many countries dial before a country code. */
const DIALED_PLUS = /^00\s*(?=[1-9])/;

/**
 * Numbers without a plus belong to the default country. When they are none there, their first digits may be a country
 * code that lost its plus.
 */
export function createParseNumber(defaultCountry: CountryCode | undefined): ParseNumber {
  return (spelling) => {
    if (spelling.startsWith('+')) return parseIn(spelling, undefined);
    const home = defaultCountry && parseIn(spelling, defaultCountry);
    return DIALED_PLUS.test(spelling) ? dialedAbroad(spelling, home) : withoutPlus(spelling, home);
  };
}

/** Some countries have numbers that begin with 00 themselves. */
function dialedAbroad(spelling: string, home: ParsedNumber | undefined): ParsedNumber | undefined {
  const isNational = home?.parsed.nationalNumber === spelling.replace(/\D/g, '');
  return either(parseIn(spelling.replace(DIALED_PLUS, '+'), undefined), isNational ? home : undefined);
}

/** In Germany 4915112345678 is a mobile number that lost its plus, and a landline of Emden that lost its zero. */
function withoutPlus(spelling: string, home: ParsedNumber | undefined): ParsedNumber | undefined {
  const digits = spelling.replace(/\D/g, '');
  if (home && !digits.startsWith(home.parsed.countryCallingCode)) return home;
  const abroad = MAYBE_INTERNATIONAL.test(digits) ? parseIn(`+${digits}`, undefined) : undefined;
  if (home === undefined) return abroad && { ...abroad, guessedCountry: true };
  return abroad?.parsed.countryCallingCode === home.parsed.countryCallingCode ? either(home, abroad) : home;
}

/** Whether it is the number of a mobile phone, or of a country whose mobile numbers look like landlines. */
export function canBeMobile({ type }: Pick<ParsedNumber, 'type'>): boolean {
  return type !== undefined && MOBILE.has(type);
}

/** Whether it is of a kind of line that has no WhatsApp. */
export function hasNoWhatsApp({ type }: ParsedNumber): boolean {
  return type !== undefined && NO_WHATSAPP.has(type);
}

function either(first: ParsedNumber | undefined, second: ParsedNumber | undefined): ParsedNumber | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.parsed.number === second.parsed.number ? first : { ...first, other: second.parsed };
}

function parseIn(spelling: string, country: CountryCode | undefined): ParsedNumber | undefined {
  const parsed = parse(spelling, country);
  if (parsed === undefined) return undefined;
  const found = valid(parsed, false);
  if (found !== undefined) return found;
  const today = todaysForm(parsed.number.slice(1));
  const changed = today === undefined ? undefined : parse(`+${today}`, undefined);
  return changed && valid(changed, true);
}

/** A number with a type is valid. To find its type takes most of the time of reading a number, so that is done once. */
function valid(parsed: PhoneNumber, isEarlierForm: boolean): ParsedNumber | undefined {
  const type = parsed.getType();
  if (type === undefined && !parsed.isValid()) return undefined;
  return { parsed, type, guessedCountry: false, isEarlierForm };
}

function parse(spelling: string, defaultCountry: CountryCode | undefined): PhoneNumber | undefined {
  return parsePhoneNumberFromString(spelling, { ...(defaultCountry && { defaultCountry }), extract: false });
}

import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'VOIP',
  'PERSONAL_NUMBER',
  'UAN',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'PAGER',
  'VOICEMAIL',
];
const SAMPLES_PER_TYPE = 30;

export interface ValidNumber {
  readonly country: CountryCode;
  readonly parsed: PhoneNumber;
}

interface NumberingPlan {
  readonly type: (name: string) => { readonly pattern: () => string | undefined } | undefined;
}

/** One number of every length of every type of every numbering plan, the same ones each time. */
export function validNumbers(): readonly ValidNumber[] {
  return getCountries().flatMap((country) => TYPES.flatMap((type) => numbersOf(country, type)));
}

function numbersOf(country: CountryCode, type: string): ValidNumber[] {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const pattern = (metadata.numberingPlan as unknown as NumberingPlan).type(type)?.pattern();
  if (!pattern) return [];
  const byLength = new Map<number, ValidNumber>();
  for (const digits of fc.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), {
    numRuns: SAMPLES_PER_TYPE,
    seed: 42,
  })) {
    const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
    if (parsed?.isValid() && parsed.nationalNumber === digits) byLength.set(digits.length, { country, parsed });
  }
  return [...byLength.values()];
}

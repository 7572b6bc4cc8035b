import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countryName } from '../core/recipients/country-name.ts';
import type { Country, Numbering, ReadNumber } from '../core/recipients/recipient.ts';
import { createReadNumber } from './read-number.ts';

/** @param defaultCountry ISO 3166 code of the country that numbers without a country code belong to; undefined for none. */
export function createNumbering(defaultCountry: string | undefined): Numbering {
  const readers = new Map<string, ReadNumber>();
  const countries = getCountries().map(countryOfCode);
  return {
    read: createReadNumber({ defaultCountry }),
    readIn(code) {
      const reader = readers.get(code) ?? createReadNumber({ defaultCountry: code });
      readers.set(code, reader);
      return reader;
    },
    countryOf(number) {
      const code = parsePhoneNumberFromString(number)?.country;
      return code && countryOfCode(code);
    },
    countries,
  };
}

function countryOfCode(code: ReturnType<typeof getCountries>[number]): Country {
  return { code, name: countryName(code), callingCode: getCountryCallingCode(code) };
}

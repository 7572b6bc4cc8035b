import { formatCount } from '../format.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { Country, Numbering, Recipient } from './recipient.ts';
import type { RefusedEntry } from './recipients.ts';

/** A country that numbers without a country code can be read as numbers of. */
export interface CountryChoice {
  /** ISO 3166. */
  readonly code: string;
  /** `Read them as +91 India` */
  readonly label: string;
}

/** Looked at where no country is close at hand: there are 245 countries. */
const MAX_SAMPLES = 3;
const MAX_CHOICES = 6;

/**
 * Countries in which the numbers without a country code would be numbers: first those of the other recipients and of the
 * sender, then those in which all of them are; of each, the country that reads most comes first.
 */
export function countryChoices(
  list: { readonly recipients: readonly Recipient[]; readonly refused: readonly RefusedEntry[] },
  sender: PhoneNumber | undefined,
  numbering: Numbering,
): readonly CountryChoice[] {
  const local = list.refused.filter(({ problem }) => problem === 'no_country_code').map(({ entry }) => entry);
  if (local.length === 0) return [];
  const readsOf = (country: Country, entries: readonly string[]): number => {
    const read = numbering.readIn(country.code);
    return entries.filter((entry) => read(entry).ok).length;
  };
  const readsAll = (country: Country, entries: readonly string[]): boolean =>
    readsOf(country, entries) === entries.length;
  const near = [...list.recipients.filter(({ guessedCountry }) => !guessedCountry).map(({ number }) => number), sender]
    .flatMap((number) => (number === undefined ? [] : (numbering.countryOf(number) ?? [])))
    .filter((country, at, all) => all.findIndex(({ code }) => code === country.code) === at);
  const samples = local.slice(0, MAX_SAMPLES);
  const isReadNear = near.some((country) => readsAll(country, local));
  const others = isReadNear ? [] : numbering.countries.filter((country) => readsAll(country, samples));
  const farther = others.filter(({ code }) => near.every((country) => country.code !== code));
  return [near, farther]
    .flatMap((countries) =>
      countries
        .map((country) => ({ country, reads: readsOf(country, local) }))
        .filter(({ reads }) => reads > 0)
        .toSorted((a, b) => b.reads - a.reads),
    )
    .slice(0, MAX_CHOICES)
    .map(({ country, reads }) => ({ code: country.code, label: choiceLabel(country, reads, local.length) }));
}

function choiceLabel({ callingCode, name }: Country, reads: number, count: number): string {
  if (reads < count) return `Read ${formatCount(reads)} of ${formatCount(count)} as +${callingCode} ${name}`;
  return `Read ${count === 1 ? 'it' : 'them'} as +${callingCode} ${name}`;
}

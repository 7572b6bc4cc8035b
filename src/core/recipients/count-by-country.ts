import type { PhoneNumber } from './phone-number.ts';
import type { Numbering } from './recipient.ts';

export interface CountryCount {
  /** Undefined for numbers of no single country. */
  readonly country: string | undefined;
  readonly recipients: number;
}

/** How many recipients each country has, the most first. */
export function countByCountry(
  recipients: readonly PhoneNumber[],
  { countryOf }: Pick<Numbering, 'countryOf'>,
): readonly CountryCount[] {
  const counts = new Map<string | undefined, number>();
  for (const number of recipients) {
    const country = countryOf(number)?.name;
    counts.set(country, (counts.get(country) ?? 0) + 1);
  }
  return [...counts]
    .map(([country, count]) => ({ country, recipients: count }))
    .toSorted((one, other) => other.recipients - one.recipients);
}

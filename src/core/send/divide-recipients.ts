import type { PhoneNumber } from '../recipients/phone-number.ts';

/** The country of a number as ISO 3166; undefined for a number of no single country. */
export type RegionOf = (number: PhoneNumber) => string | undefined;

/** Recipients of one request. */
export interface RequestRecipients {
  readonly recipients: readonly PhoneNumber[];
  readonly region: string | undefined;
}

/** Divides recipients into requests of so many at most, each for one country, so that each can wait for that country's morning. */
export function divideRecipients(
  recipients: readonly PhoneNumber[],
  most: number,
  regionOf: RegionOf,
): readonly RequestRecipients[] {
  return [...Map.groupBy(recipients, regionOf)].flatMap(([region, ofRegion]) =>
    Array.from({ length: Math.ceil(ofRegion.length / most) }, (_, index) => ({
      recipients: ofRegion.slice(index * most, (index + 1) * most),
      region,
    })),
  );
}

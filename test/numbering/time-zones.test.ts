import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { createLocalMinutes } from '../../src/numbering/time-zones.ts';

const NOON = new Date('2026-11-29T12:00:00Z');

describe('the clocks of a country', () => {
  const localMinutes = createLocalMinutes();

  it('are known for every country that has telephone numbers', () => {
    const times = (region: string, fallback: string) => localMinutes(region, fallback, NOON).join();
    const unknown = getCountries().filter((region) => times(region, 'UTC') !== times(region, 'Asia/Kolkata'));

    expect(unknown).toEqual([]);
  });

  it('show each of its times once', () => {
    expect(localMinutes('IN', 'UTC', NOON)).toEqual([17 * 60 + 30]);
    expect(localMinutes('DE', 'UTC', NOON)).toEqual([13 * 60]);
    // Hawaii and Adak, Alaska, Pacific, Mountain, Central, Eastern.
    expect([...localMinutes('US', 'UTC', NOON)].sort((one, other) => one - other)).toEqual(
      [2, 3, 4, 5, 6, 7].map((hour) => hour * 60),
    );
  });

  it('follow summer time', () => {
    expect(localMinutes('DE', 'UTC', new Date('2026-07-01T12:00:00Z'))).toEqual([14 * 60]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietHoursPolicy } from '../../sandbox/bot/quiet-hours-policy.ts';
import { guests } from '../../sandbox/sheets/guests.ts';
import { createClaimRules } from '../../src/flow/rules/claim-rules.ts';
import { createNumbering } from '../../src/numbering/numbering.ts';
import { createLocalMinutes } from '../../src/numbering/time-zones.ts';
import { policyOf } from '../support/policies.ts';
import { ruleBookOf } from '../support/role-finder.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** For so long after it was switched on, a scenario may still be under way. */
const MINUTES_USED = 60;
const localMinutes = createLocalMinutes();
const numbering = createNumbering(undefined);
/** Where guests of the sample sheets live, and the phones that are there from the start. */
const ELSEWHERE = ['IT', 'GB', 'US'];

/** How long messages to each country wait, in hours, by the policy of one time at another. */
function hoursWaited(switchedOn: Date, at: Date) {
  const { quietUntil } = createClaimRules({
    mode: 'live',
    teamNumbers: [],
    ruleBook: ruleBookOf(policyOf(quietHoursPolicy(switchedOn))),
    knownRoles: () => new Set<string>(),
    localMinutes,
  });
  return (region: string | undefined) => {
    const until = quietUntil(region, at);
    return until && (until.getTime() - at.getTime()) / HOUR_MS;
  };
}

function expectQuietInIndiaAlone(switchedOn: Date, minutesLater: number): void {
  const waits = hoursWaited(switchedOn, new Date(switchedOn.getTime() + minutesLater * MINUTE_MS));
  expect(waits('IN'), `India, ${switchedOn.toISOString()}`).toBeGreaterThan(4.9);
  expect(waits('IN')).toBeLessThanOrEqual(7);
  for (const region of [...ELSEWHERE, undefined])
    expect(waits(region), `${region}, ${switchedOn.toISOString()}`).toBeUndefined();
}

describe('quiet hours of a scenario', () => {
  it('are in India alone, whatever time of whatever day it is, and for as long as the scenario may take', () => {
    const times = fc.date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2036-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(times, fc.integer({ min: 0, max: MINUTES_USED }), expectQuietInIndiaAlone), { numRuns: 400 });
  });

  it.each([
    ['every quarter of an hour of a day, across midnight in India', '2026-11-29T12:00:00Z'],
    ['the day on which summer time begins in Europe', '2026-03-28T18:00:00Z'],
    ['the day on which it ends there', '2026-10-24T18:00:00Z'],
    ['the day on which it begins in America', '2026-03-08T00:00:00Z'],
    ['the day on which it ends there', '2026-11-01T00:00:00Z'],
  ])('are in India alone: %s', (_, from) => {
    for (let quarter = 0; quarter < 96; quarter += 1) {
      const switchedOn = new Date(Date.parse(from) + quarter * 15 * MINUTE_MS);
      expectQuietInIndiaAlone(switchedOn, 0);
      expectQuietInIndiaAlone(switchedOn, MINUTES_USED);
    }
  });

  it('divide the guests of the sheet that the scenario sends: fifteen wait, nine do not', () => {
    const regions = guests(24).map(({ number }) => {
      const read = numbering.read(`+${number}`);
      return read.ok ? read.value.countryCode : undefined;
    });

    expect(regions.filter((region) => region === 'IN')).toHaveLength(15);
    expect(regions.filter((region) => ELSEWHERE.includes(region ?? ''))).toHaveLength(9);
  });
});

import { describe, expect, it } from 'vitest';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createFindQuietWaits } from '../../../src/flow/rules/quiet-waits.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { ruleBookOf } from '../../support/role-finder.ts';

const HOURS = 'quiet_hours: { from: "21:00", until: "08:00", categories: [MARKETING] }';
const INCIDENTS = 'incident: { templates: ["incident_*"] }';
/** Half past nine in the evening in India, four in the afternoon in London. */
const EVENING = new Date('2026-11-29T16:00:00Z');
const MORNING = new Date('2026-11-30T02:30:00Z');
const OFFER = { name: 'offer_diwali', category: 'MARKETING' } as const;

function findQuietWaitsBy(text: string | undefined, mode: 'live' | 'team' | 'trial' = 'live') {
  const ruleBook = ruleBookOf(text === undefined ? undefined : policyOf(text));
  const localMinutes = createLocalMinutes();
  const claimRules = createClaimRules({
    mode,
    teamNumbers: [],
    ruleBook,
    knownRoles: () => new Set<string>(),
    localMinutes,
  });
  return createFindQuietWaits({ mode, ruleBook, claimRules, now: () => EVENING });
}

describe('what a review knows of quiet hours', () => {
  const find = findQuietWaitsBy(`${HOURS}\n${INCIDENTS}\ntime_zone: Asia/Kolkata`);

  it('is how many messages would wait, by country, as the claim decides it', () => {
    expect(find(OFFER, ['IN', 'GB', 'IN', undefined, 'GB'])).toEqual([
      { region: 'IN', messages: 2, until: MORNING },
      { region: undefined, messages: 1, until: MORNING },
    ]);
  });

  it('is nothing where nothing waits: another category, an incident, no policy, a policy without them, a bot on trial', () => {
    expect(find({ ...OFFER, category: 'UTILITY' }, ['IN'])).toEqual([]);
    expect(find({ ...OFFER, name: 'incident_open' }, ['IN'])).toEqual([]);
    expect(findQuietWaitsBy(undefined)(OFFER, ['IN'])).toEqual([]);
    expect(findQuietWaitsBy(ROLES)(OFFER, ['IN'])).toEqual([]);
    expect(findQuietWaitsBy(HOURS, 'trial')(OFFER, ['IN'])).toEqual([]);
    expect(findQuietWaitsBy(HOURS, 'team')(OFFER, ['IN'])).toHaveLength(1);
  });
});

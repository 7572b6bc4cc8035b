import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_STATUSES,
  ATTENTION_STATUSES,
  advanceStatus,
  countStatuses,
  countsOf,
  hasArrived,
  isMissed,
  isSettled,
  PROGRESS_STATUSES,
  REPORTED_STATUSES,
  STATUSES,
  totalOf,
} from '../../../../src/core/send/delivery/status.ts';

describe('the table of statuses', () => {
  it('lists every status once, in the order in which counts are listed', () => {
    expect(ALL_STATUSES.join(' ')).toBe(
      'queued sending accepted sent delivered read rejected failed unknown cancelled',
    );
  });

  it('has a word and a mark for each, as people see them', () => {
    expect(ALL_STATUSES.map((status) => `${STATUSES[status].label} ${STATUSES[status].mark}`)).toEqual([
      'queued ·',
      'sending …',
      'accepted ✓',
      'sent ✓',
      'delivered ✓✓',
      'read ✓✓✓',
      'not sent ✕',
      'not delivered ✕',
      'unknown ?',
      'cancelled –',
    ]);
  });

  it('derives what needs a person, what is on its way and what reports can say', () => {
    expect(ATTENTION_STATUSES).toEqual(['failed', 'rejected', 'unknown']);
    expect(PROGRESS_STATUSES).toEqual(['read', 'delivered', 'sent', 'accepted', 'sending', 'queued']);
    expect(REPORTED_STATUSES).toEqual(['sent', 'failed', 'delivered', 'read']);
    expect(ALL_STATUSES.filter(isMissed)).toEqual(['rejected', 'failed', 'cancelled']);
    expect(ALL_STATUSES.filter(hasArrived)).toEqual(['delivered', 'read']);
    expect(ALL_STATUSES.filter((status) => !isSettled(status))).toEqual(['queued', 'sending']);
  });
});

describe('the counts of a send', () => {
  it('are of every status, those that nothing has too', () => {
    expect(countStatuses([])).toEqual(Object.fromEntries(ALL_STATUSES.map((status) => [status, 0])));
    expect(Object.keys(countsOf({})).toSorted()).toEqual(ALL_STATUSES.toSorted());
  });

  it('are how many deliveries there are of each', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALL_STATUSES)), (statuses) => {
        const counts = countStatuses(statuses.map((status) => ({ status })));

        for (const status of ALL_STATUSES) expect(counts[status]).toBe(statuses.filter((one) => one === status).length);
        expect(totalOf(counts)).toBe(statuses.length);
      }),
    );
  });

  it('add nothing to what was counted', () => {
    expect(countsOf({ read: 3, unknown: 1 })).toMatchObject({ read: 3, unknown: 1, delivered: 0 });
  });
});

describe('a report', () => {
  it('changes nothing when it says what no report can say', () => {
    const unsaid = ALL_STATUSES.filter((status) => !REPORTED_STATUSES.includes(status));

    for (const status of ALL_STATUSES) for (const said of unsaid) expect(advanceStatus(status, said)).toBe(status);
  });

  it('leads to the same status in any order and any number, and never makes one fall', () => {
    const reports = fc.array(fc.constantFrom(...REPORTED_STATUSES), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(fc.constantFrom(...ALL_STATUSES), reports, fc.infiniteStream(fc.nat()), (start, said, order) => {
        const shuffled = said
          .map((status) => ({ status, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ status }) => status);

        expect(shuffled.reduce(advanceStatus, start)).toBe(said.reduce(advanceStatus, start));
        expect([...said, ...said].reduce(advanceStatus, start)).toBe(said.reduce(advanceStatus, start));
        expect(advanceStatus(said.reduce(advanceStatus, start), 'sent')).toBe(said.reduce(advanceStatus, start));
      }),
    );
  });
});

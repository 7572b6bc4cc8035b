import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches, type RowMessage } from '../../../src/core/list/plan-batches.ts';
import { BOOKING_MESSAGE, phone } from '../../support/sends.ts';

const ROWS: fc.Arbitrary<readonly RowMessage[]> = fc
  .array(fc.record({ number: fc.nat(30), words: fc.nat(3) }), { maxLength: 80 })
  .map((rows) =>
    rows.map(({ number, words }, index) => ({
      row: index + 2,
      recipient: phone(`+9198700000${String(number).padStart(2, '0')}`),
      message: { ...BOOKING_MESSAGE, parameters: [`words ${words}`, 'BK'] },
    })),
  );

describe('the batches of a list', () => {
  it('have each row once with its own words, no number twice in one, and no more than a request takes', () => {
    fc.assert(
      fc.property(ROWS, fc.integer({ min: 1, max: 20 }), fc.nat(5), (rows, recipientsPerRequest, trialRows) => {
        const batches = planBatches(rows, { recipientsPerRequest, trialRows });

        const flat = batches.flatMap(({ message, recipients }) => recipients.map((one) => ({ ...one, message })));
        expect(flat.toSorted((a, b) => a.row - b.row)).toEqual(rows);
        for (const { recipients } of batches) {
          expect(recipients.length).toBeLessThanOrEqual(recipientsPerRequest);
          expect(new Set(recipients.map(({ recipient }) => recipient)).size).toBe(recipients.length);
        }
        const first = flat.slice(0, Math.min(trialRows, rows.length)).map(({ row }) => row);
        expect(first.toSorted((a, b) => a - b)).toEqual(rows.slice(0, trialRows).map(({ row }) => row));
      }),
    );
  });

  it('are each of one country, so that each can wait for its morning', () => {
    const rows = ['IN', 'GB', 'IN', undefined].map((region, index) => ({
      row: index + 2,
      recipient: phone(`+9198700000${index + 10}`),
      message: BOOKING_MESSAGE,
      region,
    }));

    const batches = planBatches(rows, { recipientsPerRequest: 20, trialRows: 0 });

    expect(batches.map(({ recipients, region }) => [region, recipients.map(({ row }) => row)])).toEqual([
      ['IN', [2, 4]],
      ['GB', [3]],
      [undefined, [5]],
    ]);
  });

  it('are few where rows say the same', () => {
    const rows = Array.from({ length: 45 }, (_, index) => ({
      row: index + 2,
      recipient: phone(`+9198700000${index + 10}`),
      message: BOOKING_MESSAGE,
    }));

    const sizes = planBatches(rows, { recipientsPerRequest: 20, trialRows: 3 }).map(
      ({ recipients }) => recipients.length,
    );

    expect(sizes).toEqual([3, 20, 20, 2]);
  });
});

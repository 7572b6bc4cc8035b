import { describe, expect, it } from 'vitest';
import type { NewPlan, PlannedBatch } from '../../../src/flow/ports/store/lists/plans.ts';
import { phone } from '../../support/sends.ts';
import { openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { messageOfRow, planOf } from './plans.ts';

/** What the hash stands for that a saved plan is confirmed by. */
export function digestContract(create: CreateDatabase): void {
  describe('the digest of a plan', () => {
    it('is the same for the same words to the same people, whatever order and requests they are in', async () => {
      const digestOf = await saver(create);
      const batches = planOf('', 3).batches;
      const message = messageOfRow(2);
      const alike = batches.map((batch) => ({ ...batch, message }));
      const together = { token: 't', message, recipients: batches.flatMap(({ recipients }) => recipients) };

      expect(await digestOf(batches.toReversed())).toBe(await digestOf(batches));
      expect(await digestOf([together])).toBe(await digestOf(alike));
    });

    it('is another one for another word, person, template or language, and when a row is left out', async () => {
      const digestOf = await saver(create);
      const [first, ...others] = planOf('', 3).batches;
      if (first === undefined) throw new Error('no rows');
      const { message } = first;
      const person = [{ row: 2, recipient: phone('+919870000099') }];

      const digests = await Promise.all(
        [
          [first, ...others],
          others,
          [{ ...first, recipients: person }, ...others],
          [{ ...first, message: { ...message, parameters: ['Guest 2', 'BK-3'] } }, ...others],
          [{ ...first, message: { ...message, template: 'other' } }, ...others],
          [{ ...first, message: { ...message, language: 'de' } }, ...others],
        ].map(digestOf),
      );

      expect(new Set(digests).size).toBe(digests.length);
    });

    it('is another one when a sign moves to the next cell, or the words of two people are swapped', async () => {
      const digestOf = await saver(create);
      const [first, second] = planOf('', 2).batches;
      if (first === undefined || second === undefined) throw new Error('no rows');
      const saying = (...parameters: string[]) => [{ ...first, message: { ...first.message, parameters } }];
      const swapped = [
        { ...first, message: second.message },
        { ...second, message: first.message },
      ];

      const digests = await Promise.all(
        [saying('1', '23'), saying('12', '3'), saying('3', '12'), [first, second], swapped].map(digestOf),
      );

      expect(new Set(digests).size).toBe(digests.length);
    });
  });
}

/** Saves batches as a plan of its own, each time in the same ledger, for its digest. */
async function saver(create: CreateDatabase): Promise<(batches: NewPlan['batches']) => Promise<string>> {
  const { lists } = await openNew(create);
  let plans = 0;
  return (batches) => {
    plans += 1;
    const id = `P${plans}`;
    const renamed = batches.map((batch, at): PlannedBatch => ({ ...batch, token: `${id}-${at}` }));
    return lists.plans.save(planOf(id, 0, { batches: renamed }));
  };
}

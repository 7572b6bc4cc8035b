import { describe, expect, it } from 'vitest';
import { openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function toldFaultsContract(create: CreateDatabase): void {
  describe('what the team was told of faults in the policy', () => {
    it('is told by one of several processes, for each fault once, until they are fixed', async () => {
      const { openAgain, rules, database } = await openNew(create);
      const all = [rules, (await openAgain()).rules, (await openAgain()).rules];
      const each = (ask: (one: typeof rules) => Promise<boolean>) =>
        Promise.all(all.map(ask)).then((answers) => answers.filter(Boolean).length);
      await database.run(`insert into notices (subject, told_at) values ('callback_not_allowed', 1)`);

      const first = await each(({ toldFaults }) => toldFaults.add('line 1'));
      const second = await each(({ toldFaults }) => toldFaults.add('line 2'));
      const again = await each(({ toldFaults }) => toldFaults.add('line 1'));
      await rules.toldFaults.remove('line 2');
      const notTold = await each(({ toldFaults }) => toldFaults.add('line 2'));
      const fixed = await each(({ toldFaults }) => toldFaults.removeAll());
      const anew = await each(({ toldFaults }) => toldFaults.add('line 1'));

      expect({ first, second, again, notTold, fixed, anew }).toEqual({
        first: 1,
        second: 1,
        again: 0,
        notTold: 1,
        fixed: 1,
        anew: 1,
      });
      expect(await database.run(`select subject from notices where subject = 'callback_not_allowed'`)).toHaveLength(1);
    });
  });
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { phone } from '../../support/sends.ts';
import { newSend, openNew, recipients } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const [ASHA, BEN, CARLA] = recipients(3) as [
  ReturnType<typeof recipients>[0],
  ReturnType<typeof recipients>[0],
  ReturnType<typeof recipients>[0],
];

export function optOutContract(create: CreateDatabase): void {
  describe('people who said no', () => {
    it('are found for what they said no to, and by no one who asks for something narrower', async () => {
      const {
        rules: { optOuts },
      } = await openNew(create);

      const added = [
        await optOuts.addOptOuts({ numbers: [ASHA, BEN, ASHA], scope: 'marketing', source: 'import', by: 'U1' }),
        await optOuts.addOptOuts({ numbers: [BEN], scope: 'all', source: 'word', evidence: 'R1' }),
        await optOuts.addOptOuts({ numbers: [ASHA, CARLA], scope: 'marketing', source: 'word' }),
      ];
      const marketing = await optOuts.findOptOuts([ASHA, BEN, CARLA], 'marketing');
      const all = await optOuts.findOptOuts([ASHA, BEN, CARLA], 'all');

      expect(added).toEqual([2, 1, 1]);
      expect([...marketing].map(([number, { scope, source, by }]) => [number, scope, source, by])).toEqual([
        [ASHA, 'marketing', 'import', 'U1'],
        [BEN, 'all', 'word', undefined],
        [CARLA, 'marketing', 'word', undefined],
      ]);
      expect([...all.keys()]).toEqual([BEN]);
    });

    it('take back by a word what they said by a word; a colleague takes back everything', async () => {
      const {
        rules: { optOuts },
      } = await openNew(create);
      await optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'word' });
      await optOuts.addOptOuts({ numbers: [BEN], scope: 'marketing', source: 'report' });
      await optOuts.addOptOuts({ numbers: [BEN], scope: 'all', source: 'person', by: 'U1' });

      const lifted = [
        await optOuts.liftOptOut(ASHA, { source: 'word' }),
        await optOuts.liftOptOut(ASHA, { source: 'word' }),
        await optOuts.liftOptOut(BEN, { source: 'word' }),
        await optOuts.liftOptOut(CARLA, { source: 'person', actorId: 'U2' }),
      ];
      const between = await optOuts.findOptOuts([ASHA, BEN], 'marketing');
      const byPerson = await optOuts.liftOptOut(BEN, { source: 'person', actorId: 'U2' });
      const again = await optOuts.addOptOuts({ numbers: [ASHA], scope: 'all', source: 'button' });

      expect(lifted).toEqual([true, false, false, false]);
      expect([...between.keys()]).toEqual([BEN]);
      expect([byPerson, again]).toEqual([true, 1]);
      expect([...(await optOuts.findOptOuts([ASHA, BEN], 'marketing')).keys()]).toEqual([ASHA]);
    });

    it('are not taken down from the provider’s list right after they took it back: it may not know that yet', async () => {
      const { database, rules } = await openNew(create);
      const person = phone('+919870000001');
      const listed = { numbers: [person], scope: 'all', source: 'provider' } as const;
      await rules.optOuts.addOptOuts({ ...listed, source: 'word' });
      await rules.optOuts.liftOptOut(person, { source: 'word' });

      const atOnce = await rules.optOuts.addOptOuts(listed);
      await database.run('update opt_outs set lifted_at = lifted_at - 600000 returning number_key');
      const later = await rules.optOuts.addOptOuts(listed);

      expect([atOnce, later]).toEqual([0, 1]);
    });

    it('are added by the thousand, and once each when two processes add them', async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      const numbers = recipients(1_200);
      const add = ({ rules }: Pick<typeof opened, 'rules'>, order: typeof numbers) =>
        rules.optOuts.addOptOuts({ numbers: order, scope: 'all', source: 'import' });

      const added = await Promise.all([add(opened, numbers), add(other, numbers.toReversed())]);

      expect(added.reduce((sum, one) => sum + one)).toBe(1_200);
      expect((await opened.rules.optOuts.findOptOuts(numbers, 'all')).size).toBe(1_200);
    });

    it('are listed with the whole numbers of those whom something was sent to, page by page', async () => {
      const { ledger, rules } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));
      const stranger = phone('+919811112222');
      await rules.optOuts.addOptOuts({ numbers: [BEN, CARLA, stranger], scope: 'all', source: 'import' });
      await rules.optOuts.addOptOuts({ numbers: [BEN], scope: 'marketing', source: 'import' });
      await rules.optOuts.addOptOuts({ numbers: [ASHA], scope: 'marketing', source: 'word' });
      await rules.optOuts.liftOptOut(ASHA, { source: 'word' });

      const listed: string[] = [];
      let after: string | undefined;
      do {
        const { next, optOuts } = await rules.listOptOuts(after, 2);
        listed.push(...optOuts.map(({ number, scope }) => `${number} ${scope}`));
        after = next;
      } while (after !== undefined);

      expect(listed.toSorted()).toEqual([`${BEN} all`, `${BEN} marketing`, `${CARLA} all`, '•••• 2222 all'].toSorted());
    });
  });

  describe('the key of a number', () => {
    it('is one for all processes of a ledger, made at random, and stands with each delivery', async () => {
      const database = await create();
      const opened = await openNew(async () => database);
      const [{ value } = { value: '' }] = await database.run(`select value from ledger_keys where name = 'numbers'`);
      const key = Buffer.from(String(value), 'base64url');
      const other = await opened.openAgain();
      await opened.ledger.accept(newSend('S1'));
      await other.ledger.accept(newSend('S2'));

      const rows = await database.run('select recipient, recipient_key from deliveries');

      expect(key).toHaveLength(32);
      expect(rows).toHaveLength(2);
      for (const { recipient, recipient_key } of rows)
        expect(recipient_key).toBe(createHmac('sha256', key).update(String(recipient).slice(1)).digest('base64url'));
    });

    it('is given at the next start to what waits and has none', async () => {
      const opened = await openNew(create);
      await opened.ledger.accept(newSend('S1', { sizes: [200, 200, 1] }));
      const before = await opened.database.run('select id, recipient_key from deliveries order by id');
      await opened.database.run('update deliveries set recipient_key = null');

      await opened.openAgain();

      expect(await opened.database.run('select id, recipient_key from deliveries order by id')).toEqual(before);
    });
  });
}

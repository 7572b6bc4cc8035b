import { describe, expect, it } from 'vitest';
import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import type { StoreOptions } from '../../../src/store/open-store.ts';
import { phone } from '../../support/sends.ts';
import { sendAll } from '../lists/plan-contract.ts';
import { confirmed, planOf } from '../lists/plans.ts';
import { claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import { claimRulesOf } from '../rules/claim-rules.ts';
import { rulesOf } from '../rules/send-rules.ts';
import type { CreateDatabase } from '../test-database.ts';
import { endsOf } from './ends.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ASHA = phone('+919870000000');

/** How long the queued batches wait, in milliseconds. */
async function waits({ database, time }: Opened): Promise<readonly number[]> {
  const now = (await time()).getTime();
  const rows = await database.run(`select not_before from batches where state = 'queued' order by position`);
  return rows.map(({ not_before }) => Number(not_before) - now);
}

/** A send of one batch to each of these countries. */
function toRegions(
  id: string,
  regions: readonly (string | undefined)[],
  sizes: readonly number[] = regions.map(() => 1),
  rules: Partial<SendRules> = {},
) {
  const send = newSend(id, { sizes, rules: rulesOf({ keepsQuietHours: true, ...rules }), order: { channelId: id } });
  return { ...send, batches: send.batches.map((batch, at) => ({ ...batch, region: regions[at] })) };
}

/** It is night in India, for two hours; a test changes when quiet hours end. */
async function openAtNight(create: CreateDatabase, options: Partial<StoreOptions> = {}) {
  const ends = new Map([['IN', new Date(Date.now() + 2 * HOUR_MS)]]);
  const claimRules = claimRulesOf({ quietUntil: (region) => ends.get(region ?? '') });
  return { ...(await openNew(create, { ...options, claimRules })), ends };
}

export function quietHoursContract(create: CreateDatabase): void {
  describe('quiet hours', () => {
    const night = claimRulesOf({
      quietUntil: (region, now) => (region === 'IN' ? new Date(now.getTime() + 2 * HOUR_MS) : undefined),
    });

    it('put back all that a send has for a country where it is night, and let the rest and other sends leave', async () => {
      const opened = await openNew(create, { claimRules: night });
      const { ledger } = opened;
      const regions = ['IN', 'GB', 'IN', undefined];
      const send = newSend('S1', { sizes: [1, 1, 1, 1], rules: rulesOf({ keepsQuietHours: true }) });
      await ledger.accept({ ...send, batches: send.batches.map((batch, at) => ({ ...batch, region: regions[at] })) });
      await ledger.accept({
        ...newSend('S2', { rules: rulesOf(), order: { channelId: 'C2' } }),
        batches: [{ token: 'S2', recipients: [ASHA], region: 'IN' }],
      });

      const batches = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.claimBatch('worker')));
      const held = await waits(opened);

      expect(batches.flatMap((batch) => batch?.deliveryIds ?? []).sort()).toEqual(['S1.1', 'S1.3', 'S2.0']);
      expect(await endsOf(opened)).toEqual(['queued', 'sending', 'queued', 'sending']);
      expect(held).toHaveLength(2);
      for (const wait of held) {
        expect(wait).toBeGreaterThan(2 * HOUR_MS - MINUTE_MS);
        expect(wait).toBeLessThan(2 * HOUR_MS + 10 * MINUTE_MS);
      }
      expect(await ledger.untilNextBatch()).toBeGreaterThan(HOUR_MS);
      expect(await opened.database.run("select attempts from batches where state = 'queued'")).toEqual([
        { attempts: 0 },
        { attempts: 0 },
      ]);
    });

    it('end in the morning, and the rows leave in their order', async () => {
      const nights = new Set(['the first']);
      const claimRules = claimRulesOf({
        quietUntil: (_, now) => (nights.size > 0 ? new Date(now.getTime() + HOUR_MS) : undefined),
      });
      const opened = await openNew(create, { claimRules });
      await confirmed(opened, planOf('P1', 5), { rules: rulesOf({ keepsQuietHours: true }) });
      const atNight = await opened.ledger.claimBatch('worker');
      nights.clear();
      await opened.database.run('update batches set not_before = not_before - 7200000');
      await opened.database.run('update queued_sends set not_before = not_before - 7200000');

      const left = await sendAll(opened.ledger);

      expect(atNight).toBeUndefined();
      expect(left).toHaveLength(5);
    });

    it('cancel what has waited for a day', async () => {
      const opened = await openNew(create, { claimRules: night });
      const { ledger, database } = opened;
      const send = newSend('S1', { rules: rulesOf({ keepsQuietHours: true }) });
      await ledger.accept({ ...send, batches: send.batches.map((batch) => ({ ...batch, region: 'IN' })) });
      await database.run(`update sends set created_at = created_at - ${24 * HOUR_MS + MINUTE_MS}`);

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await endsOf(opened)).toEqual(['cancelled expired']);
    });

    it('are told with the send: how much of it waits, for which country and until when', async () => {
      const { ends, ledger } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN', 'GB', 'IN', undefined], [1, 1, 2, 1]));
      await ledger.accept(toRegions('S2', ['IN']));
      await claim(ledger);
      await claim(ledger);

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      const [some, all] = [await ledger.findSend('S1'), await ledger.findSend('S2')];

      expect(some?.quietWaits).toEqual([{ region: 'IN', messages: 3, until: expect.any(Date) }]);
      expect(all?.quietWaits).toEqual([{ region: 'IN', messages: 1, until: expect.any(Date) }]);
      for (const send of [some, all]) {
        const afterEnd = (send?.quietWaits?.[0]?.until.getTime() ?? 0) - (ends.get('IN')?.getTime() ?? 0);
        expect(afterEnd).toBeGreaterThanOrEqual(0);
        expect(afterEnd).toBeLessThan(10 * MINUTE_MS);
        expect(send?.waiting).toBeUndefined();
      }
      // Nothing of it has left, and its card has something to say.
      expect(all?.version).toBe(2);
    });

    it('hold what was tried before they began, too', async () => {
      const { ends, ledger } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['LK']));
      await ledger.requeueBatch(await claim(ledger), 0);
      ends.set('LK', new Date(Date.now() + HOUR_MS));

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.findSend('S1')).toMatchObject({ quietWaits: [{ messages: 1 }], waiting: undefined });
    });

    it('hold the first rows of a list alone, while the others wait for a yes', async () => {
      const opened = await openAtNight(create);
      const { ledger, lists } = opened;
      const plan = planOf('P1', 5, { trialRows: 2 });
      const batches = plan.batches.map((batch) => ({ ...batch, region: 'IN' }));
      await confirmed(opened, { ...plan, batches }, { trial: true, rules: rulesOf({ keepsQuietHours: true }) });
      await ledger.claimBatch('worker');
      const first = await ledger.findSend('P1');
      await lists.control.releaseRest('P1', 'U1');

      expect(first?.quietWaits).toMatchObject([{ messages: 2 }]);
      expect((await ledger.findSend('P1'))?.quietWaits).toMatchObject([{ messages: 5 }]);
    });

    it('end at one time for one send, whoever claims it and how often', async () => {
      const { database, ledger, openAgain } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN']));
      await ledger.claimBatch('worker');
      const first = await ledger.findSend('S1');
      const other = await openAgain();
      await database.run('update batches set not_before = 0');
      await database.run('update queued_sends set not_before = 0');
      await other.ledger.claimBatch('other');

      expect((await ledger.findSend('S1'))?.quietWaits).toEqual(first?.quietWaits);
    });

    it('hold up no other send of their sender, and do not count as its line', async () => {
      const { ledger } = await openAtNight(create, { messagesPerSecond: 2 });
      await ledger.accept(toRegions('S1', [...Array.from({ length: 100 }, () => 'IN'), 'GB', 'GB']));
      await claim(ledger);
      await ledger.accept(
        toRegions(
          'S2',
          Array.from({ length: 20 }, () => 'GB'),
        ),
      );

      const [own, others] = [await ledger.findSend('S1'), await ledger.findSend('S2')];

      expect(own?.waiting).toBeUndefined();
      expect(others?.waiting).toMatchObject({ kind: 'in_line', ahead: 21 });
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import type { ClaimRules } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import type { StoreOptions } from '../../../src/store/open-store.ts';
import { phone } from '../../support/sends.ts';
import { sendAll } from '../lists/plan-contract.ts';
import { confirmed, planOf } from '../lists/plans.ts';
import { claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import { claimRulesOf } from '../rules/claim-rules.ts';
import { codeSend } from '../rules/number-codes.ts';
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
async function openAtNight(
  create: CreateDatabase,
  options: Partial<StoreOptions> = {},
  keepsQuietHours: ClaimRules['keepsQuietHours'] = () => true,
) {
  const ends = new Map([['IN', new Date(Date.now() + 2 * HOUR_MS)]]);
  const claimRules = claimRulesOf({ keepsQuietHours, quietUntil: (region) => ends.get(region ?? '') });
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

    it('make nothing late that leaves after them', async () => {
      const { database, ledger } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN']));
      await ledger.claimBatch('worker');
      const atNight = (await ledger.backlog()).oldestQueuedMs;
      const now = `(select max(changed_at) from deliveries)`;
      await database.run(`update queued_sends set not_before = ${now}, waiting_since = ${now} - ${10 * HOUR_MS}`);

      expect(atNight).toBeUndefined();
      expect((await ledger.backlog()).oldestQueuedMs).toBeLessThan(HOUR_MS);
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

    it('are those of the policy in force, whatever the one before said of the send', async () => {
      const { ledger, rules } = await openAtNight(
        create,
        {},
        ({ isAwaited, template }) => !isAwaited && template !== 'open',
      );
      const others = { keepsQuietHours: false, policyHash: 'policy-0' };
      await ledger.accept(toRegions('S1', ['IN'], undefined, others));
      const code = codeSend('S2', ASHA);
      const batches = code.batches.map((batch) => ({ ...batch, region: 'IN' }));
      await rules.numberCodes.accept({ ...code, batches, rules: rulesOf(others) });
      const kept = toRegions('S3', ['IN'], undefined, { keepsQuietHours: true, policyHash: 'policy-0' });
      await ledger.accept({ ...kept, order: { ...kept.order, message: { ...kept.order.message, template: 'open' } } });

      const left = [await claim(ledger), await claim(ledger)];

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(left.map(({ sendId }) => sendId).sort()).toEqual(['S2', 'S3']);
      expect((await ledger.findSend('S1'))?.quietWaits).toHaveLength(1);
    });
  });

  describe('a policy that changes while messages wait for the end of quiet hours', () => {
    it('lets them leave at once where it has none', async () => {
      const { ends, ledger, rules } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN', 'IN', 'LK']));
      await ledger.accept(toRegions('S2', ['GB']));
      ends.set('LK', new Date(Date.now() + HOUR_MS));
      const early = await claim(ledger);
      await ledger.claimBatch('worker');
      const version = (await ledger.findSend('S1'))?.version ?? 0;
      ends.delete('IN');

      const changed = await rules.quietWaits.followPolicy();
      const after = await ledger.findSend('S1');
      const left = [await claim(ledger), await claim(ledger)];

      expect(early.sendId).toBe('S2');
      expect(changed).toBe(1);
      expect(left.flatMap(({ deliveryIds }) => deliveryIds).sort()).toEqual(['S1.0', 'S1.1']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(after?.quietWaits).toMatchObject([{ region: 'LK', messages: 1 }]);
      expect(after?.version).toBeGreaterThan(version);
    });

    it('has them wait as long as it says, and changes nothing where it says the same', async () => {
      const { ends, ledger, rules } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN']));
      await ledger.claimBatch('worker');
      const before = await ledger.findSend('S1');
      const same = await rules.quietWaits.followPolicy();
      const untouched = await ledger.findSend('S1');
      const later = new Date(Date.now() + 5 * HOUR_MS);
      ends.set('IN', later);

      expect(await rules.quietWaits.followPolicy()).toBe(1);
      const until = (await ledger.findSend('S1'))?.quietWaits?.[0]?.until.getTime() ?? 0;
      const waitMs = (await ledger.untilNextBatch()) ?? 0;

      expect([same, untouched?.version]).toEqual([0, before?.version]);
      expect(until - later.getTime()).toBeGreaterThanOrEqual(0);
      expect(until - later.getTime()).toBeLessThan(10 * MINUTE_MS);
      expect(waitMs).toBeGreaterThan(5 * HOUR_MS - MINUTE_MS);
    });

    it('is followed once by processes that see it at the same time', async () => {
      const { ends, ledger, openAgain, rules } = await openAtNight(create);
      await ledger.accept(toRegions('S1', ['IN']));
      await ledger.claimBatch('worker');
      const before = (await ledger.findSend('S1'))?.version ?? 0;
      const other = await openAgain();
      ends.clear();

      const changed = await Promise.all([rules, other.rules].map(({ quietWaits }) => quietWaits.followPolicy()));

      expect(changed.toSorted()).toEqual([0, 1]);
      expect((await ledger.findSend('S1'))?.version).toBe(before + 1);
    });

    it('lets leave what it says nothing of any more', async () => {
      const kept = new Set(['booking_confirm']);
      const { ledger, rules } = await openAtNight(create, {}, ({ template }) => kept.has(template));
      await ledger.accept(toRegions('S1', ['IN'], undefined, { policyHash: 'policy-0' }));
      await ledger.claimBatch('worker');
      kept.clear();

      expect(await rules.quietWaits.followPolicy()).toBe(1);
      expect((await ledger.findSend('S1'))?.quietWaits).toBeUndefined();
    });

    it('leaves alone what is tried again later, and has what is paused leave once it is resumed', async () => {
      const opened = await openAtNight(create);
      const { ends, ledger, lists, rules } = opened;
      const until = ends.get('IN') ?? new Date();
      ends.clear();
      await ledger.accept(toRegions('S1', ['IN', 'IN']));
      const tried = await claim(ledger);
      ends.set('IN', until);
      await ledger.claimBatch('worker');
      await ledger.requeueBatch(tried, 60_000);
      const plan = planOf('P1', 2);
      const batches = plan.batches.map((batch) => ({ ...batch, region: 'IN' }));
      await confirmed(opened, { ...plan, batches }, { rules: rulesOf({ keepsQuietHours: true }) });
      await ledger.claimBatch('worker');
      await lists.control.pause('P1', 'U1');
      const paused = await ledger.findSend('P1');
      ends.clear();

      expect(await rules.quietWaits.followPolicy()).toBe(2);
      const whilePaused = await sendAll(ledger);
      await lists.control.resume('P1', 'U1');

      expect(paused?.quietWaits).toBeUndefined();
      expect(whilePaused).toEqual(['S1-token-1']);
      expect(await sendAll(ledger)).toHaveLength(2);
      expect((await ledger.findSend('S1'))?.waiting).toMatchObject({ kind: 'retry' });
    });
  });
}

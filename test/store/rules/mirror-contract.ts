import { describe, expect, it } from 'vitest';
import { readOptOut } from '../../../src/kaleyra/codes/opt-outs.ts';
import { accepted, claim, newSend, openNew, recipients, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function mirrorContract(create: CreateDatabase): void {
  describe('the outbox of the provider’s blocklist', () => {
    it('has who said no to everything, and who took that back, and no one else', async () => {
      const { rules } = await openNew(create, { mirrorsOptOuts: true });
      const [asha, ben, carla] = recipients(3);
      if (asha === undefined || ben === undefined || carla === undefined) throw new Error('no recipients');

      await rules.optOuts.addOptOuts({ numbers: [asha], scope: 'all', source: 'word' });
      await rules.optOuts.addOptOuts({ numbers: [ben], scope: 'marketing', source: 'word' });
      await rules.optOuts.addOptOuts({ numbers: [carla], scope: 'all', source: 'provider' });
      const told = await rules.mirror.takeDue(100, 60_000);
      const again = await rules.mirror.takeDue(100, 60_000);
      await rules.mirror.forget(told);
      await rules.optOuts.liftOptOut(asha, { source: 'person', actorId: 'U1' });
      const back = await rules.mirror.takeDue(100, 60_000);

      expect(told).toEqual([{ number: asha, wanted: 'blocked', attempts: 1 }]);
      expect(again).toEqual([]);
      expect(back).toEqual([{ number: asha, wanted: 'free', attempts: 1 }]);
    });

    it('is tried again later, and keeps what is wanted anew meanwhile', async () => {
      const { rules } = await openNew(create, { mirrorsOptOuts: true });
      const [asha] = recipients(1);
      if (asha === undefined) throw new Error('no recipients');
      await rules.optOuts.addOptOuts({ numbers: [asha], scope: 'all', source: 'person', by: 'U1' });

      const first = await rules.mirror.takeDue(100, 60_000);
      await rules.mirror.delay(first, 0);
      const second = await rules.mirror.takeDue(100, 60_000);
      await rules.optOuts.liftOptOut(asha, { source: 'person', actorId: 'U1' });
      await rules.mirror.forget(second);

      expect(second).toEqual([{ number: asha, wanted: 'blocked', attempts: 2 }]);
      expect(await rules.mirror.takeDue(100, 60_000)).toEqual([{ number: asha, wanted: 'free', attempts: 1 }]);
      expect([...(await rules.mirror.waitingAmong(recipients(2)))]).toEqual([asha]);
    });

    it('stays empty where the provider is not told, and is emptied when that ends', async () => {
      const { openAgain, rules } = await openNew(create);
      await rules.optOuts.addOptOuts({ numbers: recipients(3), scope: 'all', source: 'import' });
      expect(await rules.mirror.count()).toBe(0);

      const mirrored = await openAgain({ mirrorsOptOuts: true });
      const [, , , dev] = recipients(4);
      await mirrored.rules.optOuts.addOptOuts({ numbers: dev ? [dev] : [], scope: 'all', source: 'import' });
      expect(await mirrored.rules.mirror.count()).toBe(1);
      await openAgain({ mirrorsOptOuts: false });
      expect(await rules.mirror.count()).toBe(0);
    });
  });

  describe('a report that says no', () => {
    it('takes the person down with the report, also where it came before the response', async () => {
      const { ledger, rules } = await openNew(create, { readOptOut });
      await ledger.accept(newSend('S1', { sizes: [1] }));
      await ledger.accept(newSend('S2', { sizes: [1] }));
      const first = await claim(ledger);
      await ledger.settleBatch(first, accepted(first, 'm'), undefined);
      await ledger.saveReport(report('m:0', 'failed', { code: '131050' }));
      const [asha] = recipients(1);
      if (asha === undefined) throw new Error('no recipients');

      expect((await rules.optOuts.findOptOuts([asha], 'marketing')).get(asha)).toMatchObject({
        scope: 'marketing',
        source: 'report',
      });
      expect((await rules.optOuts.findOptOuts([asha], 'all')).size).toBe(0);

      const second = await claim(ledger);
      await ledger.saveReport(report('n:0', 'failed', { code: 'WAV2', text: 'Number Opted Out' }));
      expect((await rules.optOuts.findOptOuts([asha], 'all')).size).toBe(0);
      await ledger.settleBatch(second, accepted(second, 'n'), undefined);
      expect((await rules.optOuts.findOptOuts([asha], 'all')).get(asha)?.source).toBe('provider');
    });

    it('that comes again takes back no change of mind', async () => {
      const { ledger, rules } = await openNew(create, { readOptOut });
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.saveReport(report('m:0', 'failed', { code: '131050' }));
      const [asha] = recipients(1);
      if (asha === undefined) throw new Error('no recipients');

      await rules.optOuts.liftOptOut(asha, { source: 'person', actorId: 'U1' });
      await ledger.saveReport(report('m:0', 'failed', { code: '131050' }));
      await ledger.saveReport(report('m:0', 'failed', { code: '131050', reportedAt: new Date(5) }));

      expect((await rules.optOuts.findOptOuts([asha], 'marketing')).size).toBe(0);
    });
  });
}

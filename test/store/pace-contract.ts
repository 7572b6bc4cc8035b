import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { phone } from '../support/sends.ts';
import { claim, newSend, openNew } from './opened-ledger.ts';
import type { CreateDatabase } from './test-database.ts';

export function paceContract(create: CreateDatabase): void {
  describe('the pace of a sender', () => {
    it('lets no second hold more than its rate, counted over two processes', async () => {
      const rate = 100;
      const first = await openNew(create, { messagesPerSecond: rate });
      const second = await first.openAgain();
      await first.ledger.accept(newSend('S1', { sizes: Array.from({ length: 150 }, () => 1) }));
      const times: number[] = [];

      await Promise.all([drain(first, 'a', times), drain(second, 'b', times)]);

      times.sort((a, b) => a - b);
      const fullest = Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length));
      const perSecond = (1000 * (times.length - 1)) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
      expect(times).toHaveLength(150);
      expect(fullest).toBeLessThanOrEqual(rate);
      expect(perSecond).toBeLessThanOrEqual(rate);
    });

    it('counts recipients, not requests', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 20 });
      await ledger.accept(newSend('S1', { sizes: [20, 20] }));
      await claim(ledger);

      const next = await ledger.claimBatch('worker');

      expect(next).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeGreaterThan(900);
    });

    it('holds up no other sender', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 1 });
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.accept(newSend('S2', { order: { sender: phone('+919800000099') } }));

      const claimed = [await claim(ledger), await claim(ledger)].map(({ sendId }) => sendId);

      expect(claimed.sort()).toEqual(['S1', 'S2']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });
  });
}

/** Claims until nothing is queued, sleeping as long as the ledger says. Notes the ledger's own time of each claim. */
async function drain({ ledger }: Pick<Store, 'ledger'>, worker: string, times: number[]): Promise<void> {
  for (;;) {
    const batch = await ledger.claimBatch(worker);
    if (batch !== undefined) {
      times.push(performance.now());
      continue;
    }
    const wait = await ledger.untilNextBatch();
    if (wait === undefined) return;
    await pause(Math.max(wait, 1));
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open-store.ts';
import { phone } from '../../support/sends.ts';
import { claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

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

    it('is booked a moment ahead, and each batch leaves in its turn', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 50 });
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 10 }, () => 1) }));

      const askedAt = performance.now();
      const claimed = await Promise.all(Array.from({ length: 10 }, (_, index) => ledger.claimBatch(`w${index}`)));
      const times = await Promise.all(
        claimed
          .filter((batch) => batch !== undefined)
          .map((batch) => batch.turn.whenDue().then(() => performance.now())),
      );

      expect(times).toHaveLength(3);
      expect((times[2] ?? 0) - askedAt).toBeGreaterThan(40);
    });

    it('makes up for a message that left late, so that those after it do not follow too soon', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 20 });
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const first = await claim(ledger);
      holdUp(150);
      await first.turn.whenDue();
      first.turn.isLeaving();
      const leftAt = performance.now();

      let next = await ledger.claimBatch('worker');
      while (next === undefined) next = await ledger.claimBatch('worker');
      await next.turn.whenDue();

      expect(performance.now() - leftAt).toBeGreaterThan(40);
    });

    it('counts recipients, not requests', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 20 });
      await ledger.accept(newSend('S1', { sizes: [20, 20] }));
      await claim(ledger);

      const next = await ledger.claimBatch('worker');

      expect(next).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeGreaterThan(900);
    });

    it('lets the sender go first whose last message is the longest ago', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 100 });
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.accept(newSend('S2', { sizes: [1, 1], order: { sender: phone('+919800000099') } }));

      const claimed = [await claim(ledger), await claim(ledger)].map(({ sendId }) => sendId);

      expect(claimed.sort()).toEqual(['S1', 'S2']);
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

/** A process that has no time for its timers. */
function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Claims until nothing is queued, sleeping as long as the ledger says. Notes when each batch may leave. */
async function drain({ ledger }: Pick<Store, 'ledger'>, worker: string, times: number[]): Promise<void> {
  const leaving: Promise<unknown>[] = [];
  for (;;) {
    const batch = await ledger.claimBatch(worker);
    if (batch !== undefined) {
      leaving.push(batch.turn.whenDue().then(() => times.push(performance.now())));
      continue;
    }
    const wait = await ledger.untilNextBatch();
    if (wait === undefined) break;
    await pause(Math.max(wait, 1));
  }
  await Promise.all(leaving);
}

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/open-store.ts';
import { phone } from '../../support/sends.ts';
import { claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** Until both of two slots of 10 ms have begun, and before either counts as missed. */
const BOTH_BEGUN_MS = 28;

export function sendRateContract(create: CreateDatabase): void {
  describe('the send rate of a sender', () => {
    it('lets no second hold more than its rate, counted over two processes', async () => {
      const rate = 100;
      const first = await openNew(create, { messagesPerSecond: rate });
      const second = await first.openAgain();
      await first.ledger.accept(newSend('S1', { sizes: Array.from({ length: 150 }, () => 1) }));
      const times: number[] = [];

      await Promise.all([drain(first, 'a', times), drain(second, 'b', times)]);

      times.sort((a, b) => a - b);
      const perSecond = (1000 * (times.length - 1)) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
      expect(times).toHaveLength(150);
      expect(fullestSecond(times)).toBeLessThanOrEqual(rate);
      expect(perSecond).toBeLessThanOrEqual(rate);
    });

    it('is booked ahead, and each batch waits for its slot', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 50 });
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 40 }, () => 1) }));

      const askedAt = performance.now();
      const claimed = await Promise.all(Array.from({ length: 40 }, (_, index) => ledger.claimBatch(`w${index}`)));
      const times = await Promise.all(
        claimed.filter((batch) => batch !== undefined).map((batch) => batch.whenDue().then(() => performance.now())),
      );

      // Four at once; one more for every slot that begins while they are claimed.
      expect(times.length).toBeGreaterThanOrEqual(4);
      expect(times.length).toBeLessThan(40);
      expect((times[3] ?? 0) - askedAt).toBeGreaterThan(60);
    });

    it('gives messages that missed their slots by far new ones, one after the other for two processes', async () => {
      const rate = 50;
      const first = await openNew(create, { messagesPerSecond: rate });
      const second = await first.openAgain();
      await first.ledger.accept(newSend('S1', { sizes: Array.from({ length: 4 }, () => 1) }));
      const claimed = [await claim(first.ledger, 'a'), await claim(second.ledger, 'b'), await claim(first.ledger, 'c')];
      holdUp(200);
      const goesOnAt = performance.now();

      const times = await Promise.all(claimed.map((batch) => batch.whenDue().then(() => performance.now())));

      expect(Math.min(...times) - goesOnAt).toBeGreaterThan(15);
      expect(Math.max(...times) - goesOnAt).toBeGreaterThan(2.5 * (1000 / rate));
      // Only what misses slot after slot waits for a second.
      expect(Math.min(...times) - goesOnAt).toBeLessThan(1_000);
    });

    it('keeps messages apart that are a little late', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 100 });
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const claimed = [await claim(ledger, 'a'), await claim(ledger, 'b')];
      holdUp(BOTH_BEGUN_MS);

      const times = await Promise.all(claimed.map((batch) => batch.whenDue().then(() => performance.now())));

      expect(Math.abs((times[1] ?? 0) - (times[0] ?? 0))).toBeGreaterThan(4);
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

    it('takes nothing of a sender that is full, and tells when another one may go on', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 100 });
      const other = phone('+919800000099');
      const first = newSend('S1', { sizes: [1, 1] });
      await ledger.accept(first);
      await ledger.accept(newSend('S2', { order: { sender: other } }));

      const claimed = await Promise.all(['a', 'b'].map((worker) => ledger.claimBatch(worker, [first.order.sender])));

      expect(claimed.map((batch) => batch?.sendId)).toEqual(['S2', undefined]);
      expect(await ledger.untilNextBatch([first.order.sender])).toBeUndefined();
      expect(await ledger.untilNextBatch([other])).toBe(0);
    });

    it('counts as full what the worker that asked last says, when several ask at the same time', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 100 });
      const { sender } = newSend('S1').order;
      await ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));

      const full = await Promise.all([ledger.claimBatch('a'), ledger.claimBatch('b', [sender])]);
      const free = await Promise.all([ledger.claimBatch('a', [sender]), ledger.claimBatch('b')]);

      // Those that ask while a claim runs share the next one.
      expect(full.map((batch) => batch !== undefined)).toEqual([false, false]);
      expect(free.map((batch) => batch !== undefined)).toEqual([true, true]);
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

/** How many messages the fullest second has. */
function fullestSecond(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length));
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
      leaving.push(batch.whenDue().then(() => times.push(performance.now())));
      continue;
    }
    const wait = await ledger.untilNextBatch();
    if (wait === undefined) break;
    await pause(Math.max(wait, 1));
  }
  await Promise.all(leaving);
}

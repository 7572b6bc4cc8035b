import { describe, expect, it } from 'vitest';
import type { ThreadLedger } from '../../../src/flow/ports/store/replies/reply-threads.ts';
import { newReply } from '../../support/replies.ts';
import { claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const HOUR_MS = 3_600_000;
const TIMES = {
  send_rates: ['next_at_us'],
  batches: ['not_before', 'queued_at', 'lease_until'],
  queued_sends: ['not_before', 'waiting_since'],
  cards: ['not_before', 'behind_since', 'lease_until'],
  pauses: ['began_at', 'ends_at'],
  reply_threads: ['not_before', 'lease_until'],
} as const;

/** What the ledger looks like when its machine's clock goes back: every time in it lies further ahead. */
async function clockGoesBack({ database }: Opened, ms: number): Promise<void> {
  for (const [table, columns] of Object.entries(TIMES)) {
    const later = columns.map((column) => `${column} = ${column} + ${column === 'next_at_us' ? ms * 1000 : ms}`);
    await database.run(`update ${table} set ${later.join(', ')} returning 1`);
  }
}

/** As a worker does: it looks when the next is due, and takes it. */
async function claimWhenDue({ ledger }: Opened): Promise<string | undefined> {
  const waitMs = await ledger.untilNextBatch();
  return waitMs === 0 ? (await claim(ledger)).token : `not for ${waitMs} ms`;
}

async function openWithThread(create: CreateDatabase) {
  const opened = await openNew(create);
  await opened.replies.saveReplies([newReply('R1')], 'waiting');
  return { ...opened, threads: opened.replies.threads };
}

async function claimThread(threads: ThreadLedger) {
  const thread = await threads.claimThread('worker');
  if (thread === undefined) throw new Error('no thread to claim');
  return thread;
}

export function clockContract(create: CreateDatabase): void {
  describe('a clock that goes back', () => {
    it.each([30_000, HOUR_MS])('by %i ms holds up no message that was due', async (ms) => {
      const opened = await openNew(create, { messagesPerSecond: 40 });
      await opened.ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await claim(opened.ledger);

      await clockGoesBack(opened, ms);

      expect(await claimWhenDue(opened)).toBe('S1-token-1');
    });

    it.each([30_000, HOUR_MS])('by %i ms holds up no card that is behind', async (ms) => {
      const opened = await openNew(create);
      await opened.ledger.accept(newSend('S1'));

      await clockGoesBack(opened, ms);

      expect(await opened.ledger.untilNextCard()).toBe(0);
      expect(await opened.ledger.claimCard('worker')).toBeDefined();
    });

    it.each([30_000, HOUR_MS])('by %i ms holds up no reply that waits to be posted', async (ms) => {
      const { threads, ...opened } = await openWithThread(create);
      await threads.saveThread(await claimThread(threads), { kind: 'posted', message: undefined, nextMs: 1_000 });
      await opened.replies.saveReplies([newReply('R2')], 'waiting');

      await clockGoesBack(opened, ms);

      expect(await threads.untilNextThread()).toBe(0);
      expect((await claimThread(threads)).replies.map(({ id }) => id)).toEqual(['R2']);
    });

    it('by an hour ends a wait that Slack asked for before a reply, and leaves one alone that it asks for now', async () => {
      const { threads, ...opened } = await openWithThread(create);
      await threads.saveThread(await claimThread(threads), { kind: 'later', afterMs: 800_000 });
      const before = await threads.untilNextThread();

      await clockGoesBack(opened, HOUR_MS);

      expect(before).toBeGreaterThan(790_000);
      expect(await threads.untilNextThread()).toBe(0);
    });

    it('by an hour ends a wait that Kaleyra asked for, rather than lengthen it', async () => {
      const opened = await openNew(create);
      await opened.ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await opened.ledger.requeueBatch(await claim(opened.ledger), 60_000);
      await opened.database.run(
        `insert into pauses (id, scope, kind, code, began_at, ends_at)
          values ('P1', 'account', 'asked_to_wait', 'HTTP_429', 1, ${Date.now() + 60_000}) returning id`,
      );
      const before = await claimWhenDue(opened);

      await clockGoesBack(opened, HOUR_MS);

      expect(before).toBe('not for undefined ms');
      expect([await claimWhenDue(opened), await claimWhenDue(opened)].sort()).toEqual(['S1-token-0', 'S1-token-1']);
    });

    it('is not what a wait looks like: that is kept', async () => {
      const opened = await openNew(create, { messagesPerSecond: 1 });
      await opened.ledger.accept(newSend('S1', { sizes: [10, 1] }));
      const batch = await claim(opened.ledger);

      const untilSlot = await opened.ledger.untilNextBatch();
      await opened.ledger.requeueBatch(batch, 600_000);

      expect(untilSlot).toBeGreaterThan(5_000);
      expect(await opened.ledger.claimBatch('worker')).toBeUndefined();
      await opened.database.run('update send_rates set next_at_us = 0 returning 1');
      expect((await claim(opened.ledger)).token).toBe('S1-token-1');
      await opened.database.run('update send_rates set next_at_us = 0 returning 1');
      expect(await opened.ledger.untilNextBatch()).toBeGreaterThan(590_000);
    });
  });
}

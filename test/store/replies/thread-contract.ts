import { describe, expect, it } from 'vitest';
import type { ClaimedThread } from '../../../src/flow/ports/store/replies/reply-threads.ts';
import { newReply } from '../../support/replies.ts';
import { accepted, claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** What the ledger does for the worker that posts replies. */
export function threadContract(create: CreateDatabase): void {
  describe('posting replies', () => {
    it('takes the first five replies of a send one by one, and later ones up to twenty at once', async () => {
      const opened = await openSent(create);
      await write(opened, 30);
      const sizes: number[] = [];
      for (let posts = 0; posts < 7; posts += 1) sizes.push((await post(opened)).replies.length);

      expect(sizes).toEqual([1, 1, 1, 1, 1, 20, 5]);
      expect(await opened.replies.threads.claimThread('w')).toBeUndefined();
      expect(await opened.replies.threads.untilNextThread()).toBeUndefined();
    });

    it('posts the oldest first, and remembers where each stands', async () => {
      const opened = await openSent(create);
      await write(opened, 2);

      const thread = await post(opened, '1.1');

      expect(thread.replies.map(({ text }) => text)).toEqual(['words 0']);
      const [first] = await opened.replies.repliesOf('S1', { limit: 5 });
      expect(first?.post).toEqual({ channelId: 'C1', ts: '1.1' });
    });

    it('names the card in whose thread they belong, once it stands', async () => {
      const opened = await openSent(create);
      await write(opened, 1);

      const before = await claimed(opened);
      expect(before.about).toMatchObject({
        sendId: 'S1',
        name: 'booking_confirm',
        isCardComing: true,
        card: undefined,
      });
      await opened.replies.threads.saveThread(before, { kind: 'later', afterMs: 0 });
      const card = await opened.ledger.claimCard('w');
      if (card === undefined) throw new Error('no card');
      const message = { channelId: 'C1', ts: '9.9' };
      await opened.ledger.saveCard(card, { kind: 'shown', version: card.send.version, message });

      expect((await claimed(opened)).about).toMatchObject({ isCardComing: false, card: message });
    });

    it('gives a thread to one worker, and after its lease to another, whose word alone counts', async () => {
      const opened = await openSent(create, { leaseMs: 60_000 });
      await write(opened, 1);
      const first = await claimed(opened);
      expect(await opened.replies.threads.claimThread('other')).toBeUndefined();
      await opened.database.run('update reply_threads set lease_until = 1');

      const second = await claimed(opened, 'other');

      const posted = { kind: 'posted', message: { channelId: 'C1', ts: '2.2' }, nextMs: 0 } as const;
      expect(await opened.replies.threads.saveThread(first, posted)).toBe(false);
      expect(await opened.replies.threads.saveThread(second, posted)).toBe(true);
    });

    it('keeps what could not be posted, and counts what no place takes', async () => {
      const opened = await openSent(create);
      await write(opened, 2);
      await opened.replies.threads.saveThread(await claimed(opened), { kind: 'later', afterMs: 0 });

      const again = await claimed(opened);
      expect(again).toMatchObject({ attempts: 1, posts: 0 });
      await opened.replies.threads.saveThread(again, { kind: 'given_up' });

      expect((await claimed(opened)).replies.map(({ text }) => text)).toEqual(['words 1']);
      expect((await opened.replies.tallyOf('S1'))?.replies).toBe(2);
    });

    it('puts right a count that says more than there is', async () => {
      const opened = await openSent(create);
      await write(opened, 1);
      await opened.database.run(`update replies set post_state = 'posted'`);

      const empty = await claimed(opened);
      expect(empty.replies).toEqual([]);
      await opened.replies.threads.saveThread(empty, { kind: 'given_up' });

      expect(await opened.replies.threads.claimThread('w')).toBeUndefined();
    });

    it('has a thread for replies that belong to no send', async () => {
      const opened = await openNew(create);
      await opened.replies.saveReplies([newReply('R1')], 'waiting');

      const thread = await post(opened);

      expect(thread.about).toBeUndefined();
      expect(thread.replies.map(({ id }) => id)).toEqual(['R1']);
      expect(await opened.replies.threads.claimThread('w')).toBeUndefined();
    });
  });
}

/** A send of one message that Kaleyra took. */
async function openSent(create: CreateDatabase, options = {}): Promise<Opened> {
  const opened = await openNew(create, options);
  await opened.ledger.accept(newSend('S1'));
  const batch = await claim(opened.ledger);
  await opened.ledger.settleBatch(batch, accepted(batch, 'base'), undefined);
  return opened;
}

async function write({ replies }: Opened, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const context = { messageIds: ['base:0'], batchToken: undefined };
    await replies.saveReplies(
      [newReply(`R${String(index).padStart(3, '0')}`, { text: `words ${index}`, context })],
      'waiting',
    );
  }
}

async function claimed({ replies }: Opened, worker = 'w'): Promise<ClaimedThread> {
  const thread = await replies.threads.claimThread(worker);
  if (thread === undefined) throw new Error('no thread waits');
  return thread;
}

async function post(opened: Opened, ts = '1.1'): Promise<ClaimedThread> {
  const thread = await claimed(opened);
  const message = { channelId: 'C1', ts };
  await opened.replies.threads.saveThread(thread, { kind: 'posted', message, nextMs: 0 });
  return thread;
}

import { describe, expect, it } from 'vitest';
import { LATE_EDIT_MS } from '../../../src/core/limits.ts';
import type { CardRole } from '../../../src/core/send/card.ts';
import type { CardProgress, ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import { claim, claimCard, newSend, openNew, rejected, type TestLedger } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function cardProgressContract(create: CreateDatabase): void {
  describe('what Slack shows of a send', () => {
    it('is saved once for each claim, where it was said first', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await rejectBatch(ledger);
      const card = await claimCard(ledger);

      const saved = [await show(ledger, card, 'first'), await show(ledger, card, 'second')];

      expect(saved).toEqual([true, false]);
      expect((await claimCard(ledger)).card.message?.ts).toBe('first');
    });

    it('is never an older version than was shown before', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await show(ledger, await claimCard(ledger), 'ts1');
      await rejectBatch(ledger);

      await show(ledger, await claimCard(ledger), 'ts1', { version: 0 });

      expect((await claimCard(ledger)).card.shownVersion).toBe(1);
    });

    it('is never a version that there is not yet, so the next change is shown', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));

      await show(ledger, await claimCard(ledger), 'ts1', { version: 99 });
      await rejectBatch(ledger);

      expect((await claimCard(ledger)).card.shownVersion).toBe(1);
    });

    it('forgets the trouble that there was before it', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      for (let tries = 0; tries < 3; tries += 1) {
        await ledger.saveCard(await claimCard(ledger), { kind: 'later', afterMs: 0 });
      }
      const afterTrouble = await claimCard(ledger);
      await show(ledger, afterTrouble, 'ts1');

      await rejectBatch(ledger);

      expect(afterTrouble.card.attempts).toBe(3);
      expect((await claimCard(ledger)).card.attempts).toBe(0);
    });
  });

  describe('a card of which something is not known yet', () => {
    it('counts every time that it was shown so', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await rejectBatch(ledger);
      for (let tries = 0; tries < 2; tries += 1)
        await show(ledger, await claimCard(ledger), 'ts1', { againAfterMs: 0, isIncomplete: true });

      expect((await claimCard(ledger)).card.attempts).toBe(2);
    });
  });

  describe('a try that had no answer', () => {
    const UNANSWERED = { kind: 'later', afterMs: 0, isUnanswered: true } as const;

    it('is remembered until the card is shown, whatever is answered meanwhile', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await rejectBatch(ledger);
      const first = await claimCard(ledger);
      await ledger.saveCard(first, UNANSWERED);
      await ledger.saveCard(await claimCard(ledger), { kind: 'later', afterMs: 0 });
      const after = await claimCard(ledger);
      await show(ledger, after, 'ts1', { againAfterMs: 0 });
      const again = await claimCard(ledger);
      await show(ledger, again, 'ts1');

      expect([first, after, again].map(({ card }) => card.isUnanswered)).toEqual([undefined, true, undefined]);
      expect(again.card).toMatchObject({ attempts: 0, shownVersion: again.send.version - 1 });
      expect(await ledger.claimCard('worker')).toBeUndefined();
    });

    it('is waited for as long as an edit that comes late may take, though nothing else is to be done', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await rejectBatch(ledger);
      await ledger.saveCard(await claimCard(ledger), UNANSWERED);
      await show(ledger, await claimCard(ledger), 'ts1', { againAfterMs: LATE_EDIT_MS });

      // A look that finds nothing due asks whether the clock went back.
      expect(await ledger.untilNextCard()).toBeGreaterThan(0);
      expect(await ledger.untilNextCard()).toBeGreaterThan(0);
      expect(await ledger.claimCard('worker')).toBeUndefined();
    });

    it('is kept while what is shown is not whole yet', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await rejectBatch(ledger);
      await ledger.saveCard(await claimCard(ledger), UNANSWERED);
      await show(ledger, await claimCard(ledger), 'ts1', { againAfterMs: 0, isIncomplete: true });

      expect((await claimCard(ledger)).card).toMatchObject({ isUnanswered: true, attempts: 2 });
    });

    it('is that of a worker whose lease ended, too', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await claimCard(ledger);
      await database.run(`update cards set lease_until = 1 returning role`);

      expect((await claimCard(ledger)).card.isUnanswered).toBe(true);
    });

    it('was of another message when the card moves, or its notice is about something new', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.saveCard(await claimCard(ledger), UNANSWERED);
      await ledger.saveCard(await claimCard(ledger), { kind: 'moved', destination: 'U1' });

      expect((await claimCard(ledger)).card.isUnanswered).toBeUndefined();
    });
  });

  describe('the notice of a send that ended badly', () => {
    const next = [{ role: 'failure_notice', destination: 'C1' }] as const;

    it('belongs under the card in its channel, not under that of the audit channel', async () => {
      const { ledger } = await openNew(create);
      const cards = [
        { role: 'audit', destination: 'C9' },
        { role: 'channel', destination: 'C1' },
      ] as const;
      await ledger.accept(newSend('S1', { cards }));
      const claimed = await claimAll(ledger, 2);

      await show(ledger, cardOf(claimed, 'audit'), 'of audit');
      await show(ledger, cardOf(claimed, 'channel'), 'of channel', { next });

      expect((await claimCard(ledger)).thread?.ts).toBe('of channel');
    });

    it('belongs under the direct message when the channel takes no more of it', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await show(ledger, await claimCard(ledger), 'of channel');
      await rejectBatch(ledger);
      const dm = [{ role: 'dm', destination: 'U1' }] as const;
      await ledger.saveCard(await claimCard(ledger), { kind: 'refused', next: dm });

      await show(ledger, await claimCard(ledger), 'of dm', { next });

      const notice = await claimCard(ledger);
      expect([notice.card.role, notice.thread?.ts]).toEqual(['failure_notice', 'of dm']);
    });
  });

  describe('what is behind', () => {
    it('has a worker wait for no longer than the card that may be shown first', async () => {
      const { ledger } = await openNew(create);
      for (const id of ['S1', 'S2', 'S3']) await ledger.accept(newSend(id));
      for (const afterMs of [300_000, 60_000, 900_000])
        await ledger.saveCard(await claimCard(ledger), { kind: 'later', afterMs });

      const waitMs = (await ledger.untilNextCard()) ?? 0;

      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(60_000);
    });

    it('is as old as its oldest message and its oldest card, and counts no card that shows everything', async () => {
      const { database, ledger } = await openNew(create);
      for (const id of ['S1', 'S2', 'S3']) await ledger.accept(newSend(id));
      await show(ledger, await claimCard(ledger), 'ts1');
      await database.run(
        `update queued_sends set waiting_since = waiting_since - 50000, not_before = not_before - 50000
          where send_id = 'S2' returning send_id`,
      );
      await database.run(`update cards set behind_since = behind_since - 70000 where send_id = 'S3' returning role`);

      const { cardsBehind, oldestCardBehindMs, oldestQueuedMs } = await ledger.backlog();

      expect(cardsBehind).toBe(2);
      expect(oldestQueuedMs).toBeGreaterThanOrEqual(50_000);
      expect(oldestCardBehindMs).toBeGreaterThanOrEqual(70_000);
    });

    it('has no card that was given up', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));

      await ledger.saveCard(await claimCard(ledger), { kind: 'refused', next: [] });

      expect(await ledger.backlog()).toMatchObject({ cardsBehind: 0, oldestCardBehindMs: undefined });
    });
  });
}

async function claimAll(ledger: Ledger, count: number): Promise<readonly ClaimedCard[]> {
  const claimed: ClaimedCard[] = [];
  while (claimed.length < count) claimed.push(await claimCard(ledger));
  return claimed;
}

function cardOf(claimed: readonly ClaimedCard[], role: CardRole): ClaimedCard {
  const found = claimed.find(({ card }) => card.role === role);
  if (found === undefined) throw new Error(`no card for ${role}`);
  return found;
}

type Shown = Extract<CardProgress, { kind: 'shown' }>;

function show(ledger: Ledger, card: ClaimedCard, ts: string, change: Partial<Shown> = {}): Promise<boolean> {
  const message = { channelId: card.card.destination, ts };
  return ledger.saveCard(card, { kind: 'shown', version: card.send.version, message, ...change });
}

/** The send's one batch is refused, so everything of it is shown at once. */
async function rejectBatch(ledger: TestLedger): Promise<void> {
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, rejected(batch), undefined);
}

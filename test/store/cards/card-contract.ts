import { describe, expect, it } from 'vitest';
import type { CardRole } from '../../../src/core/send/card.ts';
import type { ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import { accepted, claim, claimCard, newSend, openNew, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const RESPONSE_URL = 'https://hooks.example/command';
const SHORT_LEASE_MS = 20;

export function cardContract(create: CreateDatabase): void {
  describe('a card', () => {
    it('is behind until it shows the version of its send, and is handed out once', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));

      const card = await claimCard(ledger);
      const second = await ledger.claimCard('other');
      await show(ledger, card, 'ts1');

      expect(card).toMatchObject({
        card: { sendId: 'S1', role: 'channel', destination: 'C1', message: undefined, shownVersion: 0, attempts: 0 },
        send: { id: 'S1', version: 1 },
      });
      expect(card.behindMs).toBeGreaterThanOrEqual(0);
      expect(card.behindMs).toBeLessThan(60_000);
      expect(second).toBeUndefined();
      expect(await ledger.claimCard('other')).toBeUndefined();
      expect(await ledger.untilNextCard()).toBeUndefined();
    });

    it('is behind again with every change, and remembers where it stands', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await show(ledger, await claimCard(ledger), 'ts1');
      const batch = await claim(ledger);

      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await show(ledger, await claimCard(ledger), 'ts1');
      await ledger.saveReport(report('m:0', 'delivered'));
      const last = await claimCard(ledger);

      expect(last.card).toMatchObject({ message: { channelId: 'C1', ts: 'ts1' }, shownVersion: 3 });
      expect(last.send.version).toBe(4);
    });

    it('waits with what changes while its send is leaving, and shows at once what that has come to', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await show(ledger, await claimCard(ledger), 'ts1');
      const [first, second] = [await claim(ledger), await claim(ledger)];
      await ledger.settleBatch(first, accepted(first, 'm'), undefined);

      const whileLeaving = await ledger.claimCard('worker');
      const waitMs = await ledger.untilNextCard();
      await ledger.settleBatch(second, accepted(second, 'n'), undefined);
      const last = await claimCard(ledger);

      expect(whileLeaving).toBeUndefined();
      expect(waitMs).toBeGreaterThan(900);
      expect(waitMs).toBeLessThanOrEqual(1_200);
      expect(last.send.version).toBe(5);
    });

    it('shows that its send is leaving when that takes longer', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await show(ledger, await claimCard(ledger), 'ts1');
      await claim(ledger);

      await expect.poll(() => ledger.claimCard('worker')).toBeDefined();
    });

    it('stays behind when its send changed while it was being shown', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const card = await claimCard(ledger);
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      await show(ledger, card, 'ts1');

      expect((await claimCard(ledger)).send.version).toBe(3);
    });

    it('waits as long as it should, and counts its tries until one succeeds', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.saveCard(await claimCard(ledger), { kind: 'later', afterMs: 0 });
      const second = await claimCard(ledger);

      await ledger.saveCard(second, { kind: 'later', afterMs: 60_000 });

      expect(second.card.attempts).toBe(1);
      expect(await ledger.claimCard('worker')).toBeUndefined();
      expect(await ledger.untilNextCard()).toBeGreaterThan(50_000);
    });

    it('that is refused is closed, and the next places are opened once', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(
        newSend('S1', {
          cards: [
            { role: 'channel', destination: 'C1' },
            { role: 'audit', destination: 'C9' },
          ],
        }),
      );
      const [first, second] = [await claimCard(ledger), await claimCard(ledger)];
      const channel = first.card.role === 'channel' ? first : second;
      const audit = first.card.role === 'channel' ? second : first;
      const next = [{ role: 'dm', destination: 'U1' }] as const;

      await ledger.saveCard(channel, { kind: 'refused', next });
      await ledger.saveCard(audit, { kind: 'refused', next });

      expect((await claimCard(ledger)).card).toMatchObject({ role: 'dm', destination: 'U1', shownVersion: 0 });
      expect(await ledger.claimCard('worker')).toBeUndefined();
    });

    it('whose worker is gone goes to another, and what the first one saves no longer counts', async () => {
      const { ledger } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1'));
      const first = await claimCard(ledger);
      const taken: ClaimedCard[] = [];
      await expect
        .poll(async () => {
          const again = await ledger.claimCard('other');
          if (again !== undefined) taken.push(again);
          return taken.length;
        })
        .toBe(1);

      const late = await show(ledger, first, 'late');

      expect(late).toBe(false);
      expect(taken[0]?.card.message).toBeUndefined();
    });

    it('is shown once more when a worker that had lost it shows it after all', async () => {
      const { ledger } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      const first = await claimCard(ledger);
      let second: ClaimedCard | undefined;
      await expect
        .poll(async () => {
          second ??= await ledger.claimCard('other');
          return second;
        })
        .toBeDefined();
      if (second !== undefined) await show(ledger, second, 'right');
      expect(await ledger.untilNextCard()).toBeUndefined();

      await show(ledger, first, 'late');

      const again = await claimCard(ledger);
      expect(again.card.message?.ts).toBe('right');
      expect(again.send.version).toBeGreaterThan(second?.send.version ?? 0);
    });

    it('stays with a worker that renews its leases', async () => {
      const { ledger, openAgain } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      const { ledger: patient } = await openAgain({ leaseMs: 60_000 });
      await ledger.accept(newSend('S1'));
      await claimCard(ledger);

      await patient.renewLeases(['worker']);

      expect(await ledger.untilNextCard()).toBeGreaterThan(50_000);
    });

    it('through the command’s own URL waits for every answer and is shown twice at most', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(withResponseUrl('response_url'));
      const beforeAnswer = [await ledger.claimCard('worker'), await ledger.untilNextCard()];
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      const first = await claimCard(ledger);
      await ledger.saveCard(first, { kind: 'shown', version: first.send.version, message: undefined });
      await ledger.saveReport(report('m:0', 'delivered'));
      const second = await claimCard(ledger);
      await ledger.saveCard(second, { kind: 'shown', version: second.send.version, message: undefined });
      await ledger.saveReport(report('m:0', 'read'));

      expect(beforeAnswer).toEqual([undefined, undefined]);
      expect([first.responseUrl, second.responseUrl]).toEqual([RESPONSE_URL, RESPONSE_URL]);
      expect(await ledger.claimCard('worker')).toBeUndefined();
      expect((await ledger.backlog()).cardsBehind).toBe(0);
    });

    it('gets no command’s URL after half an hour, because it no longer works', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(withResponseUrl('response_url'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await database.run(`update sends set created_at = created_at - ${30 * 60_000} returning id`);

      const card = await claimCard(ledger);

      expect(card.responseUrl).toBeUndefined();
    });

    it('in a channel has the command’s URL for its first post only, in case the channel refuses it', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(withResponseUrl('channel'));

      const first = await claimCard(ledger);
      const message = { channelId: 'C1', ts: '1.1' };
      await ledger.saveCard(first, { kind: 'shown', version: first.send.version, message });
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      const update = await claimCard(ledger);

      expect(first.responseUrl).toBe(RESPONSE_URL);
      expect(update.card.message).toEqual(message);
      expect(update.responseUrl).toBeUndefined();
    });

    it('goes to one of many workers, and in the end shows the last version', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      await first.ledger.accept(newSend('S1', { sizes: Array.from({ length: 20 }, () => 1) }));
      const underWay = { now: 0, max: 0 };
      const refresh = async (ledger: Ledger) => {
        const card = await ledger.claimCard('worker');
        if (card === undefined) return;
        underWay.now += 1;
        underWay.max = Math.max(underWay.max, underWay.now);
        await ledger.ping();
        underWay.now -= 1;
        await show(ledger, card, 'ts1');
      };
      const deliver = async (index: number) => {
        const batch = await claim(first.ledger);
        await first.ledger.settleBatch(batch, accepted(batch, `m${index}`), undefined);
      };

      for (let index = 0; index < 20; index += 1) {
        await Promise.all([deliver(index), refresh(first.ledger), refresh(second.ledger), refresh(first.ledger)]);
      }
      await refresh(first.ledger);

      expect(underWay.max).toBe(1);
      expect((await first.ledger.findSend('S1'))?.version).toBe(41);
      expect(await first.ledger.untilNextCard()).toBeUndefined();
    });
  });

  describe('the backlog', () => {
    it('says what waits and for how long', async () => {
      const { ledger } = await openNew(create);
      const empty = await ledger.backlog();
      await ledger.accept(newSend('S1', { sizes: [2, 1] }));

      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(empty).toMatchObject({ oldestQueuedMs: undefined, cardsBehind: 0, oldestCardBehindMs: undefined });
      // Counted again after a hundred times as long as the first count took, which is long on a busy machine.
      await expect
        .poll(async () => (await ledger.backlog()).deliveries, { timeout: 25_000 })
        .toMatchObject({ queued: 1, accepted: 2, read: 0 });
      const { oldestQueuedMs, cardsBehind, oldestCardBehindMs } = await ledger.backlog();
      expect(cardsBehind).toBe(1);
      expect(oldestQueuedMs).toBeGreaterThanOrEqual(0);
      expect(oldestCardBehindMs).toBeGreaterThanOrEqual(0);
    });
  });
}

function withResponseUrl(role: CardRole) {
  return newSend('S1', { cards: [{ role, destination: 'C1' }], responseUrl: RESPONSE_URL });
}

function show(ledger: Ledger, card: ClaimedCard, ts: string): Promise<boolean> {
  return ledger.saveCard(card, { kind: 'shown', version: card.send.version, message: { channelId: 'C1', ts } });
}

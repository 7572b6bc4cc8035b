import { describe, expect, it } from 'vitest';
import {
  accepted,
  claim,
  newSend,
  openNew,
  recipients,
  rejected,
  type TestLedger,
  these,
  unanswered,
} from '../opened-ledger.ts';
import type { CreateDatabase, TestDatabase } from '../test-database.ts';

const GUARD = { withinMs: 600_000, seenUntil: undefined };
const ORDER = { message: newSend('S1').order.message, recipients: recipients(2) };

/** So old that only what has no end of its own is still found. */
async function makeOld(database: TestDatabase): Promise<void> {
  await database.run(`update sends set created_at = created_at - 6000000 returning id`);
}

async function settleAll(ledger: TestLedger): Promise<void> {
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, accepted(batch, batch.sendId), undefined);
}

export function repeatContract(create: CreateDatabase): void {
  describe('a send that says the same to the same number', () => {
    it('is found with who confirmed it and when, the latest first, and only for its own recipients', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      await expect.poll(() => ledger.accept(newSend('S2', { order: { actorId: 'U2' } }))).toBeDefined();

      const repeats = await ledger.findRepeats(ORDER, 600_000);

      const first = repeats.filter(({ recipient }) => recipient === ORDER.recipients[0]);
      expect(first.map(({ sendId, actorId }) => [sendId, actorId])).toEqual(
        expect.arrayContaining([
          ['S2', 'U2'],
          ['S1', 'U1'],
        ]),
      );
      expect(repeats.length).toBe(3);
      expect(repeats.map(({ at }) => at.getTime())).toEqual(
        repeats.map(({ at }) => at.getTime()).toSorted((a, b) => b - a),
      );
      expect(await ledger.findRepeats({ ...ORDER, recipients: recipients(3).slice(2) }, 600_000)).toEqual([]);
      const other = { ...ORDER.message, parameters: ['Asha', 'BK-78'] };
      expect(await ledger.findRepeats({ ...ORDER, message: other }, 600_000)).toEqual([]);
    });

    it('is forgotten when it is old, and when nothing went out', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, rejected(batch), undefined);
      const whenRefused = await ledger.findRepeats(ORDER, 600_000);
      await ledger.accept(newSend('S2'));
      await database.run(`update sends set created_at = created_at - 600000 returning id`);

      expect(whenRefused).toEqual([]);
      expect(await ledger.findRepeats(ORDER, 600_000)).toEqual([]);
    });

    it('is found while it is unknown, and not after a person reports that it did not arrive', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      const whileUnknown = await ledger.findRepeats(ORDER, 600_000);

      await lookup.addManualReports({ sendId: 'S1', about: these('S1.0'), actorId: 'U2', said: 'not_arrived' });

      expect(whileUnknown).toHaveLength(1);
      expect(await ledger.findRepeats(ORDER, 600_000)).toEqual([]);
    });

    it('is found at any age while nobody knows whether it arrived', async () => {
      const { ledger, lookup, database } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await makeOld(database);
      const { recipients: both } = ORDER;

      const found = await ledger.findRepeats(ORDER, 600_000);
      await lookup.addManualReports({ sendId: 'S1', about: these('S1.0'), actorId: 'U2', said: 'arrived' });
      await lookup.addManualReports({ sendId: 'S1', about: these('S1.1'), actorId: 'U2', said: 'not_arrived' });
      const settled = await ledger.findRepeats(ORDER, 600_000);

      expect(found.map(({ recipient, status }) => [recipient, status])).toEqual(both.map((one) => [one, 'unknown']));
      expect(settled.map(({ recipient, status }) => [recipient, status])).toEqual([[both[0], 'delivered']]);
      expect(await ledger.findRepeats({ ...ORDER, recipients: recipients(3).slice(2) }, 600_000)).toEqual([]);
    });

    it('is refused at any age while nobody knows, until the person has seen it', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await makeOld(database);

      const refused = await ledger.accept(newSend('S2', { repeatGuard: GUARD }));
      const seenUntil = refused.kind === 'repeated' ? refused.repeats[0]?.at : undefined;
      const taken = await ledger.accept(newSend('S3', { repeatGuard: { ...GUARD, seenUntil } }));

      expect(refused).toMatchObject({ kind: 'repeated', repeats: [{ sendId: 'S1', status: 'unknown' }] });
      expect(taken.kind).toBe('accepted');
    });

    it('is found at any age for a send that is made again, in it and in others that repeat it', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await settleAll(ledger);
      await ledger.accept(newSend('S2', { order: { parentId: 'S1', actorId: 'U2' } }));
      await settleAll(ledger);
      await makeOld(database);

      const again = await ledger.findRepeats({ ...ORDER, parentId: 'S1' }, 600_000);

      expect(again.map(({ sendId, status }) => [sendId, status]).toSorted()).toEqual([
        ['S1', 'accepted'],
        ['S2', 'accepted'],
      ]);
      expect(await ledger.findRepeats(ORDER, 600_000)).toEqual([]);
      expect(await ledger.findRepeats({ ...ORDER, parentId: 'S9' }, 600_000)).toEqual([]);
    });

    it('is counted for every recipient that a form can hold', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [230] }));

      expect(await ledger.findRepeats({ ...ORDER, recipients: recipients(230) }, 600_000)).toHaveLength(230);
    });

    it('is accepted once when two people confirm it at the same time, and leaves nothing of the other', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      const ids = Array.from({ length: 10 }, (_, index) => `S${index}`);

      const outcomes = await Promise.all(
        ids.map((id, index) => (index % 2 === 0 ? first : second).ledger.accept(newSend(id, { repeatGuard: GUARD }))),
      );

      expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'repeated')).toHaveLength(9);
      expect(await first.database.run('select id from sends')).toHaveLength(1);
      expect(await first.database.run('select id from deliveries')).toHaveLength(1);
    });

    it('is accepted when the person has seen the newest one, and is still one send when it is pressed twice', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const refused = await ledger.accept(newSend('S2', { repeatGuard: GUARD }));
      const repeats = refused.kind === 'repeated' ? refused.repeats : [];
      const repeatGuard = { ...GUARD, seenUntil: repeats[0]?.at };

      const pressed = await ledger.accept(newSend('S3', { dedupeKey: 'T1:V1', repeatGuard }));
      const again = await ledger.accept(newSend('S4', { dedupeKey: 'T1:V1', repeatGuard: GUARD }));

      expect(repeats).toMatchObject([{ sendId: 'S1', actorId: 'U1' }]);
      expect(pressed).toEqual({ kind: 'accepted', sendId: 'S3', isNew: true });
      expect(again).toEqual({ kind: 'accepted', sendId: 'S3', isNew: false });
      expect(await database.run('select id from sends')).toHaveLength(2);
    });
  });
}

import { describe, expect, it } from 'vitest';
import { claim, newSend, openNew, recipients, rejected, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const GUARD = { withinMs: 600_000, seenUntil: undefined };
const ORDER = { message: newSend('S1').order.message, recipients: recipients(2) };

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

    it('is found while nobody knows, and forgotten when a person says that it did not arrive', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      const whileUnknown = await ledger.findRepeats(ORDER, 600_000);

      await lookup.addManualReport({ sendId: 'S1', deliveryId: 'S1.0', actorId: 'U2', said: 'not_arrived' });

      expect(whileUnknown).toHaveLength(1);
      expect(await ledger.findRepeats(ORDER, 600_000)).toEqual([]);
    });

    it('is taken by one of two who confirm it in the same moment, and leaves nothing of the other', async () => {
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

    it('is taken once the person has seen the newest one, and is still one send when it is pressed twice', async () => {
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

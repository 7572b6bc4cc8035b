import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/store/schema/migrations.ts';
import { phone } from '../../support/sends.ts';
import { confirmed, planOf } from '../lists/plans.ts';
import { newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function acceptContract(create: CreateDatabase): void {
  describe('a draft', () => {
    async function openDrafted() {
      const opened = await openNew(create);
      const send = (id: string, dedupeKey: string) => ({ ...newSend(id, { dedupeKey }), draftId: 'd1' });
      await opened.drafts.save('d1', { order: newSend('S1').order, responseUrl: undefined });
      return { ...opened, send };
    }

    it('ends with its send, which the same button still finds', async () => {
      const { drafts, ledger, send } = await openDrafted();

      await ledger.accept(send('S1', 'T1:V1'));

      expect(await drafts.load('d1')).toBeUndefined();
      expect(await ledger.accept(send('S2', 'T1:V1'))).toEqual({ kind: 'accepted', sendId: 'S1', isNew: false });
      expect(await ledger.findAccepted('T1:V1')).toBe('S1');
      expect(await ledger.findAccepted('T1:V2')).toBeUndefined();
    });

    it('becomes one send, though two views confirm it at the same time', async () => {
      const { database, ledger, openAgain, send } = await openDrafted();
      const other = await openAgain();

      const results = await Promise.all([ledger.accept(send('S1', 'T1:V1')), other.ledger.accept(send('S2', 'T1:V2'))]);

      expect(results.map(({ kind }) => kind).sort()).toEqual(['accepted', 'draft_lost']);
      expect(await database.run('select id from sends')).toHaveLength(1);
    });

    it('stays when nothing was sent, because it repeats what the person has not seen', async () => {
      const { drafts, ledger, send } = await openDrafted();
      await ledger.accept(newSend('S0'));

      const repeated = await ledger.accept({
        ...send('S1', 'T1:V1'),
        repeatGuard: { withinMs: 60_000, seenUntil: undefined },
      });

      expect(repeated.kind).toBe('repeated');
      expect(await drafts.load('d1')).toBeDefined();
    });
  });

  describe('accepting a send', () => {
    it('gives back its recipients in the order in which they were given, however requests divide them', async () => {
      const { ledger } = await openNew(create);
      const send = newSend('S1', { sizes: [8, 4] });

      await ledger.accept({ ...send, batches: send.batches.toReversed() });

      const found = await ledger.findSend('S1');
      expect(found?.deliveries.map(({ recipient }) => recipient)).toEqual(send.order.recipients);
    });

    it('gives back everything that was confirmed, in the order of its recipients', async () => {
      const { ledger } = await openNew(create);
      const send = newSend('S1', { sizes: [2, 1], order: { parentId: 'S0' } });

      const outcome = await ledger.accept(send);

      const found = await ledger.findSend('S1');
      expect(outcome).toEqual({ kind: 'accepted', sendId: 'S1', isNew: true });
      expect(found).toMatchObject(send.order);
      expect(found).toMatchObject({ id: 'S1', warning: undefined, reportsExpected: true });
      expect(found?.deliveries.map(({ position, status }) => ({ position, status }))).toEqual([
        { position: 0, status: 'queued' },
        { position: 1, status: 'queued' },
        { position: 2, status: 'queued' },
      ]);
      expect(Math.abs((found?.createdAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    it.each([true, false])('keeps whether reports of it will come, of a list, too: %s', async (reportsExpected) => {
      const opened = await openNew(create);
      await opened.ledger.accept({ ...newSend('S1'), reportsExpected });
      await confirmed(opened, planOf('P1', 1, { reportsExpected }));

      expect(await opened.ledger.findSend('S1')).toMatchObject({ reportsExpected });
      expect(await opened.ledger.findSend('P1')).toMatchObject({ reportsExpected });
    });

    it('takes a template that was sent by name, without a text of its own', async () => {
      const { ledger } = await openNew(create);

      await ledger.accept(newSend('S1', { order: { template: undefined } }));

      expect((await ledger.findSend('S1'))?.template).toBeUndefined();
    });

    it('finds the first send when the same review is confirmed again, and adds nothing', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1', { dedupeKey: 'T1:V1' }));

      const second = await ledger.accept(newSend('S2', { dedupeKey: 'T1:V1' }));

      expect(second).toEqual({ kind: 'accepted', sendId: 'S1', isNew: false });
      expect(await ledger.findSend('S2')).toBeUndefined();
      expect(await database.run('select send_id from deliveries')).toEqual([{ send_id: 'S1' }]);
    });

    it('leaves nothing behind when one of its rows is refused', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));

      const broken = ledger.accept({ ...newSend('S2'), batches: newSend('S1').batches });

      await expect(broken).rejects.toThrow();
      expect(await ledger.findSend('S2')).toBeUndefined();
      expect(await ledger.accept(newSend('S2'))).toEqual({ kind: 'accepted', sendId: 'S2', isNew: true });
    });

    it('takes 10,000 recipients at once', async () => {
      const { ledger } = await openNew(create);

      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 500 }, () => 20) }));

      const found = await ledger.findSend('S1');
      expect(found?.deliveries).toHaveLength(10_000);
      expect(found?.deliveries.at(-1)?.recipient).toBe(phone('+919870009999'));
    });

    it('takes each of 100 reviews once when two processes confirm them twice at the same time', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      const confirm = (store: typeof second, index: number, press: string) =>
        store.ledger.accept(newSend(`S${index}${press}`, { dedupeKey: `T1:V${index}` }));

      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, index) => [confirm(first, index, 'a'), confirm(second, index, 'b')]).flat(),
      );

      const accepted = outcomes.filter((outcome) => outcome.kind === 'accepted');
      expect(accepted.filter(({ isNew }) => isNew)).toHaveLength(100);
      expect(accepted).toHaveLength(200);
      expect(new Set(accepted.map(({ sendId }) => sendId)).size).toBe(100);
      expect(await first.database.run('select id from deliveries')).toHaveLength(100);
    });

    it('outlives the process', async () => {
      const { ledger, close, openAgain } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await close();

      const { ledger: later } = await openAgain();

      expect((await later.claimBatch('worker'))?.sendId).toBe('S1');
    });

    it('is opened by several processes at the same time', async () => {
      const { database, openAgain } = await openNew(create);

      const stores = await Promise.all([openAgain(), openAgain(), openAgain()]);
      await Promise.all(stores.map(({ ledger }) => ledger.ping()));

      expect(await database.run('select name from kysely_migration')).toHaveLength(Object.keys(MIGRATIONS).length);
    });
  });
}

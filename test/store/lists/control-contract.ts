import { describe, expect, it } from 'vitest';
import type { ResultsPage } from '../../../src/flow/ports/store/lists/list-results.ts';
import { accepted, claim, newSend, openNew, rejected, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { sendAll } from './plan-contract.ts';
import { confirmed, messageOfRow, planOf } from './plans.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const HOUR_MS = 3_600_000;

function rowsOf(page: ResultsPage | undefined): readonly (number | undefined)[] {
  return (page?.results ?? []).map(({ row }) => row);
}

export function controlContract(create: CreateDatabase): void {
  describe('stopping a send', () => {
    it('says what had left, what did not, and what was on its way; the last of these ends as it ends', async () => {
      const opened = await openNew(create);
      const { ledger, lists, statuses } = opened;
      await confirmed(opened, planOf('P1', 6));
      await sendAll(ledger, 2);
      const onItsWay = await claim(ledger);

      const first = await lists.control.stop('P1', 'U2');
      const again = await lists.control.stop('P1', 'U3');
      await ledger.settleBatch(onItsWay, accepted(onItsWay, 'late'), undefined);

      expect(first).toEqual({ kind: 'stopped', isNew: true, left: 2, notLeft: 3, onTheirWay: 1 });
      expect(again).toEqual({ ...first, isNew: false });
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeUndefined();
      expect(await lists.control.resume('P1', 'U1')).toBe(false);
      expect(await statuses('P1')).toEqual(['accepted', 'accepted', 'accepted', 'cancelled', 'cancelled', 'cancelled']);
      expect((await ledger.findSend('P1'))?.change).toMatchObject({ state: 'stopped', by: 'U2', reason: undefined });
    });

    it('of many rows holds at once, and marks them in pieces', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 600));

      const stopped = await lists.control.stop('P1', 'U1');
      const before = (await ledger.findSend('P1'))?.list?.counts;
      const rest = await lists.results.restOf('P1', ASKER);
      const claimed = [await ledger.claimBatch('worker'), await ledger.untilNextBatch()];
      const cleared = await lists.timed.clearRows();

      expect(stopped).toMatchObject({ notLeft: 600 });
      expect(before).toMatchObject({ queued: 350, cancelled: 250 });
      expect(rest).toHaveLength(600);
      expect(claimed).toEqual([undefined, undefined]);
      expect(cleared).toBe(350);
      expect((await ledger.findSend('P1'))?.list?.counts).toMatchObject({ queued: 0, cancelled: 600 });
      expect(await lists.timed.clearRows()).toBe(0);
    });

    it('cancels what is proved never to have left afterwards, and what any other send still waits with', async () => {
      const { ledger, lists, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const batch = await claim(ledger);
      await lists.control.stop('S1', 'U1');

      expect(await ledger.requeueBatch(batch, 0)).toBe(true);

      expect(await statuses('S1')).toEqual(['cancelled', 'cancelled']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it('holds for what is all on its way, too: it leaves no second time when its request never left', async () => {
      const { ledger, lists, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);

      const stopped = await lists.control.stop('S1', 'U1');
      await ledger.requeueBatch(batch, 0);

      expect(stopped).toEqual({ kind: 'stopped', isNew: true, left: 0, notLeft: 0, onTheirWay: 1 });
      expect(await statuses('S1')).toEqual(['cancelled']);
      expect((await ledger.findSend('S1'))?.change).toMatchObject({
        state: 'stopped',
        reason: undefined,
        onTheirWay: 0,
      });
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it('is of no use once everything has left', async () => {
      const { ledger, lists } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await sendAll(ledger);

      expect(await lists.control.stop('S1', 'U1')).toEqual({ kind: 'nothing_waits' });
      expect(await lists.control.stop('no such send', 'U1')).toEqual({ kind: 'nothing_waits' });
    });

    it('leaves for another send the rows that never left, with their words, and none that is unknown', async () => {
      const opened = await openNew(create, { leaseMs: 1 });
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 4));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await claim(ledger);
      await expect.poll(() => ledger.expireLeases()).toBe(1);
      await lists.control.stop('P1', 'U1');

      const rest = await lists.results.restOf('P1', ASKER);

      expect(rest?.map(({ row, message }) => [row, message])).toEqual([4, 5].map((row) => [row, messageOfRow(row)]));
      expect(await lists.results.restOf('P1', { teamId: 'T1', channelId: 'C9', actorId: 'U9' })).toBeUndefined();
    });
  });

  describe('pausing a send', () => {
    it('holds what has not left until it is resumed, also what comes back into the queue meanwhile', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 3));
      const batch = await claim(ledger);

      const paused = await lists.control.pause('P1', 'U1');
      await ledger.requeueBatch(batch, 0);
      const whilePaused = [await ledger.claimBatch('worker'), await ledger.untilNextBatch()];
      const resumed = await lists.control.resume('P1', 'U2');

      expect([paused, await lists.control.pause('S9', 'U1'), resumed]).toEqual([true, false, true]);
      expect(whilePaused).toEqual([undefined, undefined]);
      expect(await sendAll(ledger)).toHaveLength(3);
    });
  });

  describe('a list whose first rows leave first', () => {
    it('lets no other row leave until a person says so, and asks once they are in', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 10, { trialRows: 3 }), { trial: true });

      const first = [await claim(ledger), await claim(ledger), await claim(ledger)];
      const fourth = await ledger.claimBatch('worker');
      const askedEarly = await lists.timed.askForRest();
      for (const batch of first) await ledger.settleBatch(batch, accepted(batch, batch.token), undefined);
      for (const batch of first) await ledger.saveReport(report(`${batch.token}:0`, 'delivered'));
      const asked = [await lists.timed.askForRest(), await lists.timed.askForRest()];
      const asking = (await ledger.findSend('P1'))?.list;
      const released = [await lists.control.releaseRest('P1', 'U2'), await lists.control.releaseRest('P1', 'U2')];

      expect(fourth).toBeUndefined();
      expect([askedEarly, ...asked]).toEqual([0, 1, 0]);
      expect(asking).toMatchObject({ isAskingForRest: true, trialRows: 3, rows: 10 });
      expect(released).toEqual([true, false]);
      expect(await sendAll(ledger)).toHaveLength(7);
    });

    it('still holds the others back when a row comes back into the queue, or it was paused', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 5, { trialRows: 2 }), { trial: true });
      await claim(ledger);
      await ledger.requeueBatch(await claim(ledger), 0);
      await lists.control.pause('P1', 'U1');
      await lists.control.resume('P1', 'U1');

      expect(await sendAll(ledger)).toHaveLength(1);
      expect((await ledger.findSend('P1'))?.change?.state).toBe('trial');
    });

    it('asks after a minute without a report', async () => {
      const opened = await openNew(create);
      const { ledger, lists, database } = opened;
      await confirmed(opened, planOf('P1', 5, { trialRows: 2 }), { trial: true });
      await sendAll(ledger);
      const atOnce = await lists.timed.askForRest();
      await database.run(
        `update deliveries set changed_at = changed_at - 61000 where status = 'accepted' returning id`,
      );

      expect([atOnce, await lists.timed.askForRest()]).toEqual([0, 1]);
    });

    it('does not ask while it is paused, and asks once it is resumed', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 5, { trialRows: 2 }), { trial: true });
      for (const batch of [await claim(ledger), await claim(ledger)]) {
        await ledger.settleBatch(batch, accepted(batch, batch.token), undefined);
        await ledger.saveReport(report(`${batch.token}:0`, 'delivered'));
      }

      const isPaused = await lists.control.pause('P1', 'U1');
      const whilePaused = await lists.timed.askForRest();
      await lists.control.resume('P1', 'U1');

      expect([isPaused, whilePaused, await lists.timed.askForRest()]).toEqual([true, 0, 1]);
    });

    it('asks once where two processes see at the same time that they are in', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      await confirmed(first, planOf('P1', 5, { trialRows: 2 }), { trial: true });
      for (const batch of [await claim(first.ledger), await claim(first.ledger)]) {
        await first.ledger.settleBatch(batch, accepted(batch, batch.token), undefined);
        await first.ledger.saveReport(report(`${batch.token}:0`, 'delivered'));
      }

      const asked = await Promise.all([first.lists.timed.askForRest(), second.lists.timed.askForRest()]);

      expect(asked[0] + asked[1]).toBe(1);
    });
  });

  describe('a scheduled list', () => {
    it('waits for its time, then leaves or is held for a person, and can be stopped before', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      const past = new Date(Date.now() - 2 * HOUR_MS);
      await confirmed(opened, planOf('P1', 2), { dueAt: past });
      await confirmed(opened, planOf('P2', 2), { dueAt: past });
      await confirmed(opened, planOf('P3', 2), { dueAt: new Date(Date.now() + HOUR_MS) });
      await confirmed(opened, planOf('P4', 2), { dueAt: past });
      const before = await ledger.claimBatch('worker');
      await lists.control.stop('P4', 'U1');

      const due = await lists.timed.findDue();
      const changed = [
        await lists.timed.hold('P1', 'template_changed'),
        await lists.timed.startDue('P2'),
        await lists.timed.startDue('P4'),
      ];
      const left = await sendAll(ledger);
      const held = await ledger.findSend('P1');
      await lists.control.sendHeldNow('P1', 'U2');

      expect(before).toBeUndefined();
      expect(due.map(({ sendId, lateMs }) => [sendId, Math.round(lateMs / HOUR_MS)])).toEqual([
        ['P1', 2],
        ['P2', 2],
      ]);
      expect(changed).toEqual([true, true, false]);
      expect(left).toEqual(['P2-token-0', 'P2-token-1']);
      expect(held?.change).toMatchObject({ state: 'held', reason: 'template_changed', by: undefined });
      expect(await sendAll(ledger)).toHaveLength(2);
      expect(await lists.timed.findDue()).toEqual([]);
    });
  });

  describe('a list that is held', () => {
    it('is told to its sender in a direct message, beside the card in its channel', async () => {
      const opened = await openNew(create);
      await confirmed(opened, planOf('P1', 2), { dueAt: new Date(Date.now() - 2 * HOUR_MS) });
      await opened.lists.timed.hold('P1', 'late');

      const cards = [await opened.ledger.claimCard('worker'), await opened.ledger.claimCard('worker')];

      expect(
        cards.map((claimed) => [claimed?.card.role, claimed?.card.destination, claimed?.isBesideChannel]).sort(),
      ).toEqual([
        ['channel', 'C1', undefined],
        ['dm', 'U1', true],
      ]);
    });
  });

  describe('a list on its way', () => {
    it('is counted with its commonest reasons, and given without its rows when they are many', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      await confirmed(opened, planOf('P1', 120));
      for (const code of ['132001', '131026', '132001']) {
        const batch = await claim(ledger);
        await ledger.settleBatch(batch, rejected(batch, code), undefined);
      }
      await sendAll(ledger, 4);
      await ledger.saveReport(report('P1-token-3:0', 'read'));

      const send = await ledger.findSend('P1');

      expect(send?.deliveries).toEqual([]);
      expect(send?.list).toMatchObject({
        rows: 120,
        counts: { queued: 113, rejected: 3, accepted: 3, read: 1 },
        topReasons: [
          { rows: 2, failure: { code: '132001' } },
          { rows: 1, failure: { code: '131026' } },
        ],
      });
      expect(await lists.outcomes.leavingLists()).toEqual(['P1']);
      expect((await lists.outcomes.recentOutcomes('P1', 6)).map(({ failure }) => failure?.code)).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        '132001',
        '131026',
      ]);
    });

    it('gives its results in the order of the sheet, a page at a time, to those who may see it', async () => {
      const opened = await openNew(create);
      const { ledger, lists } = opened;
      const plan = planOf('P1', 501);
      await confirmed(opened, { ...plan, batches: plan.batches.toReversed() });
      await sendAll(ledger, 1);

      const first = await lists.results.results('P1', ASKER, 0);
      const second = await lists.results.results('P1', ASKER, first?.next ?? 0);

      expect(rowsOf(first)).toEqual(Array.from({ length: 500 }, (_, index) => index + 2));
      expect(second).toMatchObject({
        results: [{ row: 502, status: 'accepted', messageId: 'P1-token-500:0' }],
        next: undefined,
      });
      expect(await lists.results.results('P1', { ...ASKER, teamId: 'T2' }, 0)).toBeUndefined();
    });
  });

  describe('a saved group', () => {
    const group = {
      id: 'G1',
      teamId: 'T1',
      name: 'Guests',
      ownerId: 'U1',
      columns: ['Phone', 'Name'],
      rows: [['+919870000000', 'Asha']],
    };

    it('is found by its team, replaced by its owner alone, and gone after 90 days', async () => {
      const { lists, database } = await openNew(create);
      const saved = await lists.groups.saveGroup(group);
      const byAnother = await lists.groups.saveGroup({ ...group, id: 'G2', ownerId: 'U2' });
      const replaced = await lists.groups.saveGroup({ ...group, id: 'G3', rows: [...group.rows, ...group.rows] });

      expect([saved, byAnother, replaced]).toEqual([true, false, true]);
      expect((await lists.groups.listGroups('T1')).map(({ id, rowCount }) => [id, rowCount])).toEqual([['G3', 2]]);
      expect(await lists.groups.readGroup('T2', 'G3')).toBeUndefined();
      expect(await lists.groups.readGroup('T1', 'G3')).toMatchObject({
        name: 'Guests',
        columns: ['Phone', 'Name'],
        rows: [...group.rows, ...group.rows],
      });
      await database.run(`update recipient_groups set created_at = created_at - ${91 * 24 * HOUR_MS},
        expires_at = expires_at - ${91 * 24 * HOUR_MS} returning id`);
      expect(await lists.groups.listGroups('T1')).toEqual([]);
      await lists.timed.clearRows();
      expect(await database.run('select * from group_rows')).toEqual([]);
      expect(await database.run('select * from recipient_groups')).toEqual([]);
    });

    it('is read with its own name and rows, and deleted without those of another one', async () => {
      const { lists, database } = await openNew(create);
      const rowsOf = (name: string) =>
        Array.from({ length: 600 }, (_, row) => [`+91987${1_000_000 + row}`, `${name} ${row}`]);
      const [guests, staff] = [
        { ...group, rows: rowsOf('guest') },
        { ...group, id: 'G2', name: 'Staff', rows: rowsOf('colleague') },
      ];
      for (const one of [guests, staff]) await lists.groups.saveGroup(one);

      const read = [await lists.groups.readGroup('T1', 'G2'), await lists.groups.readGroup('T1', 'G1')];
      await lists.groups.deleteGroup('T1', 'G2', 'U1');
      await lists.timed.clearRows();

      expect(read).toMatchObject([
        { name: 'Staff', rows: staff.rows },
        { name: 'Guests', rows: guests.rows },
      ]);
      expect(await lists.groups.readGroup('T1', 'G1')).toMatchObject({ rows: guests.rows });
      expect(await database.run('select distinct group_id from group_rows')).toEqual([{ group_id: 'G1' }]);
      expect(await database.run('select id from recipient_groups')).toEqual([{ id: 'G1' }]);
    });

    it('is deleted by its owner alone', async () => {
      const { lists } = await openNew(create);
      await lists.groups.saveGroup(group);

      const deleted = [
        await lists.groups.deleteGroup('T1', 'G1', 'U2'),
        await lists.groups.deleteGroup('T1', 'G1', 'U1'),
        await lists.groups.deleteGroup('T1', 'G1', 'U1'),
      ];

      expect(deleted).toEqual([false, true, false]);
      expect(await lists.groups.readGroup('T1', 'G1')).toBeUndefined();
      expect(await lists.groups.saveGroup({ ...group, id: 'G2' })).toBe(true);
    });
  });
}

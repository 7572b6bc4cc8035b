import { describe, expect, it } from 'vitest';
import type { Asker, PageOptions, SendPage, SendQuery } from '../../../src/flow/ports/store/lookup.ts';
import { phone } from '../../support/sends.ts';
import { accepted, claim, newSend, openNew, rejected, report, these, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const HERE: Asker = { teamId: 'T1', channelId: 'C1', actorId: 'U9' };
const REPORT = { sendId: 'S1', about: these('S1.0'), actorId: 'U2' } as const;

const ALL = { scope: 'all', page: 0, size: 100 } as const;

/** A store with one send to one person, whose delivery is unknown. */
async function openUnknown(create: CreateDatabase) {
  const opened = await openNew(create);
  await opened.ledger.accept(newSend('S1'));
  const batch = await claim(opened.ledger);
  await opened.ledger.settleBatch(batch, unanswered(batch), undefined);
  return { ...opened, batch };
}

/** A store, and a search that gives the IDs of what it finds. */
async function openSearch(create: CreateDatabase) {
  const opened = await openNew(create);
  return {
    ...opened,
    async find(query: SendQuery, page: Partial<PageOptions> = {}) {
      const { summaries } = await opened.lookup.searchSends(HERE, query, { limit: 10, ...page });
      return summaries.map(({ id }) => id);
    },
  };
}

export function lookupContract(create: CreateDatabase): void {
  describe('a send that a person looks up', () => {
    it('is found in its own channel, by its sender anywhere, and in a channel that has a card of it', async () => {
      const { ledger, lookup } = await openNew(create);
      const cards = [{ role: 'audit', destination: 'CAUDIT' }] as const;
      await ledger.accept(newSend('S1', { cards }));

      expect((await lookup.findSend('S1', HERE))?.id).toBe('S1');
      expect((await lookup.findSend('S1', { ...HERE, channelId: 'C9', actorId: 'U1' }))?.id).toBe('S1');
      expect((await lookup.findSend('S1', { ...HERE, channelId: 'CAUDIT' }))?.id).toBe('S1');
    });

    it('is not found in another channel, in another workspace, or by an unknown ID', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));

      expect(await lookup.findSend('S1', { ...HERE, channelId: 'C9' })).toBeUndefined();
      expect(await lookup.findSend('S1', { teamId: 'T2', channelId: 'C1', actorId: 'U1' })).toBeUndefined();
      expect(await lookup.findSend('S2', HERE)).toBeUndefined();
    });

    it('is found by a message ID with or without its number, under the same rule', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect((await lookup.findSendOfMessage('m:1', HERE))?.id).toBe('S1');
      expect((await lookup.findSendOfMessage('m', HERE))?.id).toBe('S1');
      expect(await lookup.findSendOfMessage('m', { ...HERE, channelId: 'C9' })).toBeUndefined();
      expect(await lookup.findSendOfMessage('n', HERE)).toBeUndefined();
    });

    it('is listed in its channel and for its sender, the latest first', async () => {
      const { ledger, lookup, database } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      await ledger.accept(newSend('S2', { order: { channelId: 'C2', actorId: 'U9' } }));
      await ledger.accept(newSend('S3', { order: { channelId: 'C2' } }));
      await ledger.accept(newSend('S4', { order: { teamId: 'T2' } }));
      await database.run(`update sends set created_at = created_at + 1000 where id = 'S2' returning id`);

      const { summaries } = await lookup.searchSends(HERE, {}, { limit: 10 });

      expect(summaries.map(({ id, counts }) => ({ id, counts }))).toEqual([
        { id: 'S2', counts: { queued: 1 } },
        { id: 'S1', counts: { queued: 2 } },
      ]);
      const firstPage = await lookup.searchSends(HERE, {}, { limit: 1 });
      expect(firstPage.summaries).toMatchObject([{ id: 'S2', template: 'booking_confirm' }]);
    });
  });

  describe('sends that a person searches for', () => {
    it('are found by their recipient’s number or its last digits, with what became of that one message', async () => {
      const { ledger, lookup, find } = await openSearch(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.saveReport(report('m:2', 'read'));
      await ledger.accept(newSend('S2'));

      const third = { recipient: phone('+919870000002'), status: 'read' };
      for (const recipient of [
        { kind: 'number', number: phone('+919870000002') },
        { kind: 'ending', digits: '0002' },
        { kind: 'ending', digits: '9870000002' },
        { kind: 'as_in', deliveryId: 'S1.2' },
      ] as const) {
        const { summaries } = await lookup.searchSends(HERE, { recipient }, { limit: 10 });
        expect(summaries.map(({ id, matches }) => ({ id, matches }))).toEqual([{ id: 'S1', matches: [third] }]);
      }
      expect(await find({ recipient: { kind: 'ending', digits: '9999' } })).toEqual([]);
      expect(
        await find({ recipient: { kind: 'number', number: phone('+919870000002') }, statuses: ['failed'] }),
      ).toEqual([]);
    });

    it('are never those that this person may not see here, whatever is searched for', async () => {
      const { ledger, find } = await openSearch(create);
      const cards = [{ role: 'channel', destination: 'C2' }] as const;
      await ledger.accept(newSend('S1', { order: { channelId: 'C2' }, cards }));
      await ledger.accept(newSend('S2', { order: { teamId: 'T2' } }));
      await ledger.accept(newSend('S3', { order: { channelId: 'C2', actorId: 'U9' }, cards }));
      await ledger.accept(newSend('S4'));

      for (const query of [
        {},
        { recipient: { kind: 'number', number: phone('+919870000000') } },
        { recipient: { kind: 'as_in', deliveryId: 'S1.0' } },
        { recipient: { kind: 'ending', digits: '0000' } },
        { template: 'booking_confirm' },
        { statuses: ['queued'] },
        { from: new Date(0), until: new Date(9e12) },
      ] as const) {
        expect(await find(query)).toEqual(['S4', 'S3']);
        expect(await find(query, { isOwnOnly: true })).toEqual(['S3']);
      }
      expect(await find({ actorId: 'U1' })).toEqual(['S4']);
    });

    it('are found by template, status, person and day, and by all of them at once', async () => {
      const { ledger, lookup, find, database } = await openSearch(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, rejected(batch), undefined);
      await ledger.accept(newSend('S2', { order: { actorId: 'U2' } }));
      const lost = await claim(ledger);
      await ledger.settleBatch(lost, unanswered(lost), undefined);
      await lookup.addManualReports({ sendId: 'S2', about: these('S2.0'), said: 'not_arrived', actorId: 'U2' });
      await ledger.accept(newSend('S3', { order: { message: { ...newSend('S3').order.message, template: 'other' } } }));
      await database.run(`update sends set created_at = 1000 where id = 'S1' returning id`);

      expect(await find({ statuses: ['failed', 'rejected'] })).toEqual(['S2', 'S1']);
      expect(await find({ statuses: ['unknown'] })).toEqual([]);
      expect(await find({ template: 'other' })).toEqual(['S3']);
      expect(await find({ actorId: 'U2' })).toEqual(['S2']);
      expect(await find({ from: new Date(1000), until: new Date(1001) })).toEqual(['S1']);
      expect(await find({ until: new Date(1000) })).toEqual([]);
      expect(await find({ from: new Date(1001), statuses: ['failed'], template: 'booking_confirm' })).toEqual(['S2']);
    });

    it.each(['all', 'number', 'ending'] as const)('come page by page, each once: %s', async (kind) => {
      const { ledger, lookup, database } = await openSearch(create);
      for (const id of ['S2', 'S5', 'S1', 'S4', 'S3']) await ledger.accept(newSend(id));
      // Several within one millisecond, of several processes.
      await database.run('update sends set created_at = 1000 returning id');
      let query: SendQuery = {
        all: {},
        number: { recipient: { kind: 'number', number: phone('+919870000000') } },
        ending: { recipient: { kind: 'ending', digits: '0000' } },
      }[kind] as SendQuery;

      const pages: string[][] = [];
      let page: SendPage | undefined;
      do {
        page = await lookup.searchSends(HERE, query, { limit: 2, ...(page?.next && { after: page.next.after }) });
        pages.push(page.summaries.map(({ id }) => id));
        query = page.next?.query ?? query;
        expect(JSON.stringify(page.next ?? '')).not.toContain('919870000000');
      } while (page.next !== undefined);

      expect(pages).toEqual([['S5', 'S4'], ['S3', 'S2'], ['S1']]);
    });

    it('say when the search stopped early, and go on from there', async () => {
      const { ledger, lookup } = await openSearch(create);
      await ledger.accept(
        newSend('S000', { order: { message: { ...newSend('S').order.message, template: 'other' } } }),
      );
      for (let index = 1; index <= 500; index += 1) await ledger.accept(newSend(`S${String(index).padStart(3, '0')}`));

      const first = await lookup.searchSends(HERE, { template: 'other' }, { limit: 10 });
      const after = first.next?.after;
      const second = await lookup.searchSends(HERE, { template: 'other' }, { limit: 10, ...(after && { after }) });

      expect(first).toMatchObject({ summaries: [], stoppedAfter: 500 });
      expect(second).toMatchObject({ summaries: [{ id: 'S000' }], next: undefined, stoppedAfter: undefined });
    });

    it('know where their card stands, where this person can open it', async () => {
      const { ledger, lookup } = await openSearch(create);
      const message = { channelId: 'C1', ts: '1700000000.000100' };
      await ledger.accept(newSend('S1'));
      const card = await ledger.claimCard('worker');
      if (card === undefined) throw new Error('no card is behind');
      await ledger.saveCard(card, { kind: 'shown', version: 1, message });

      const { summaries } = await lookup.searchSends(HERE, {}, { limit: 10 });

      expect(summaries).toMatchObject([{ id: 'S1', card: message }]);
    });
  });

  describe('a send that repeats another', () => {
    it('is named by the first one, whose card is asked to show it', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2', { order: { parentId: 'S1' } }));

      const [first, second] = [await ledger.findSend('S1'), await ledger.findSend('S2')];

      expect(first).toMatchObject({ version: 2, repeatedBy: ['S2'] });
      expect(second).toMatchObject({ parentId: 'S1', repeatedBy: [] });
    });
  });

  describe('a send to a person who had it before', () => {
    it('knows what became of that, and is asked to show it when that changes', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const first = await claim(ledger);
      await ledger.settleBatch(first, accepted(first, 'm'), undefined);
      await ledger.accept(newSend('S2', { order: { parentId: 'S1' } }));
      const before = await ledger.findSend('S2');

      await ledger.saveReport(report('m:0', 'delivered'));
      const after = await ledger.findSend('S2');

      expect(before?.earlier?.map(({ status }) => status)).toEqual(['accepted']);
      expect(after?.earlier?.map(({ status }) => status)).toEqual(['delivered']);
      expect(after?.version).toBe((before?.version ?? 0) + 1);
    });
  });

  describe('a page of a send’s recipients', () => {
    it('has them in the order in which they were entered, with the counts of all', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [5] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);

      const pages = await Promise.all([0, 1, 2].map((page) => lookup.deliveriesOf('S1', { ...ALL, page, size: 2 })));

      expect(pages.map(({ deliveries }) => deliveries.map(({ position }) => position))).toEqual([[0, 1], [2, 3], [4]]);
      expect(pages[1]).toMatchObject({ page: 1, total: 5, counts: { unknown: 5, queued: 0 } });
    });

    it('is the last one where fewer are left than was asked for', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));

      const beyond = await lookup.deliveriesOf('S1', { ...ALL, page: 9, size: 2 });
      const empty = await lookup.deliveriesOf('S1', { scope: 'attention', page: 9, size: 2 });

      expect(beyond).toMatchObject({ page: 1, deliveries: [{ position: 2 }] });
      expect(empty).toMatchObject({ page: 0, total: 0, deliveries: [] });
    });

    it('may be of those that need attention, with what people said of them, or of those with a message ID', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3, 2] }));
      const first = await claim(ledger);
      await ledger.settleBatch(first, unanswered(first), undefined);
      const second = await claim(ledger);
      await ledger.settleBatch(second, accepted(second, 'm'), undefined);
      await lookup.addManualReports({ ...REPORT, about: these('S1.0'), said: 'arrived' });
      await lookup.addManualReports({ ...REPORT, about: these('S1.2'), said: 'not_arrived' });

      const attention = await lookup.deliveriesOf('S1', { ...ALL, scope: 'attention' });
      const withId = await lookup.deliveriesOf('S1', { ...ALL, scope: 'with_message_id' });

      expect(attention.deliveries.map(({ status }) => status)).toEqual(['unknown', 'failed']);
      expect(attention).toMatchObject({ total: 2, counts: { delivered: 1, unknown: 1, failed: 1, accepted: 2 } });
      expect(withId.deliveries.map(({ messageId }) => messageId)).toEqual(['m:0', 'm:1']);
    });

    it('belongs to a send that is found without its recipients by whoever finds it with them', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2', { order: { parentId: 'S1' } }));
      const { recipients, deliveries, earlier, pausedBy, ...whole } = (await lookup.findSend('S1', HERE)) ?? {};

      const head = await lookup.findHead('S1', HERE);

      expect(head).toEqual(whole);
      expect(head?.repeatedBy).toEqual(['S2']);
      expect(await lookup.findHead('S1', { ...HERE, channelId: 'C9' })).toBeUndefined();
    });
  });

  describe('the history of a delivery', () => {
    it('lists everything that happened to it, in order', async () => {
      const { ledger, lookup } = await openUnknown(create);
      await lookup.addManualReports({ ...REPORT, said: 'not_arrived' });
      const [delivery] = (await ledger.findSend('S1'))?.deliveries ?? [];

      const history = await lookup.historyOf([delivery?.id ?? '']);

      expect(history.get('S1.0')?.map((entry) => ('status' in entry ? entry.status : entry.said))).toEqual([
        'sending',
        'unknown',
        'not_arrived',
      ]);
      expect(history.get('S1.0')?.[1]).toMatchObject({ from: 'bot', failure: { reason: 'no_answer' } });
      expect(history.get('S1.0')?.[2]).toMatchObject({ from: 'person', actorId: 'U2' });
    });

    it('keeps what was refused, what came back into the queue and every report', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.requeueBatch(await claim(ledger), 0);
      await expect.poll(() => ledger.untilNextBatch()).toBe(0);
      const first = await claim(ledger);
      await ledger.settleBatch(first, accepted(first, 'm'), undefined);
      await ledger.accept(newSend('S2'));
      const second = await claim(ledger);
      await ledger.settleBatch(second, rejected(second), undefined);
      await ledger.saveReport(report('m:0', 'sent'));
      await ledger.saveReport(report('m:0', 'failed'));

      const history = await lookup.historyOf([...first.deliveryIds, ...second.deliveryIds]);

      const listed = [...history.values()].map((entries) =>
        entries.map((entry) => ('status' in entry ? `${entry.from} ${entry.status}` : '')),
      );
      expect(listed.toSorted((a, b) => b.length - a.length)).toEqual([
        ['bot sending', 'bot queued', 'bot sending', 'bot accepted', 'report sent', 'report failed'],
        ['bot sending', 'bot rejected'],
      ]);
      expect(await lookup.historyOf([])).toEqual(new Map());
    });
  });

  describe('a manual report', () => {
    it('settles an unknown delivery, and says who made it', async () => {
      const { ledger, lookup } = await openUnknown(create);
      const before = (await ledger.findSend('S1'))?.version ?? 0;

      const saved = await lookup.addManualReports({ ...REPORT, said: 'arrived' });

      const send = await ledger.findSend('S1');
      expect(saved).toBe(1);
      expect(send?.version).toBe(before + 1);
      expect(send?.deliveries[0]).toMatchObject({
        status: 'delivered',
        messageId: undefined,
        failure: undefined,
        manualReport: { said: 'arrived', actorId: 'U2' },
      });
      expect((await lookup.searchSends(HERE, {}, { limit: 1 })).summaries[0]?.counts).toEqual({ delivered: 1 });
      expect((await ledger.backlog()).deliveries.unknown).toBe(0);
    });

    it('is taken once, whoever reports what after it', async () => {
      const { ledger, lookup } = await openUnknown(create);
      await lookup.addManualReports({ ...REPORT, said: 'not_arrived' });
      const before = (await ledger.findSend('S1'))?.version;

      const outcomes = [
        await lookup.addManualReports({ ...REPORT, said: 'not_arrived' }),
        await lookup.addManualReports({ ...REPORT, said: 'arrived', actorId: 'U3' }),
      ];

      const send = await ledger.findSend('S1');
      expect(outcomes).toEqual([0, 0]);
      expect(send?.version).toBe(before);
      expect(send?.deliveries[0]).toMatchObject({ status: 'failed', failure: { reason: 'manual_report' } });
    });

    it('is not taken for a delivery that is known, or with another send’s ID', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const queued = await lookup.addManualReports({ ...REPORT, said: 'arrived' });
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);

      expect(queued).toBe(0);
      expect(await lookup.addManualReports({ ...REPORT, sendId: 'S2', said: 'arrived' })).toBe(0);
    });

    it.each([
      ['arrived', 'sent', 'delivered', 'U2'],
      ['arrived', 'failed', 'delivered', 'U2'],
      ['arrived', 'delivered', 'delivered', undefined],
      ['arrived', 'read', 'read', undefined],
      ['not_arrived', 'sent', 'failed', 'U2'],
      ['not_arrived', 'failed', 'failed', undefined],
      ['not_arrived', 'delivered', 'delivered', undefined],
    ] as const)('that it %s, then a report that it was %s: it is %s', async (said, reported, status, by) => {
      const { ledger, lookup, batch } = await openUnknown(create);
      await lookup.addManualReports({ ...REPORT, said });

      await ledger.saveReport(report('m:0', reported, { batchToken: batch.token }));

      const [delivery] = (await ledger.findSend('S1'))?.deliveries ?? [];
      expect(delivery).toMatchObject({ status, messageId: 'm:0' });
      expect(delivery?.manualReport?.actorId).toBe(by);
    });

    it('is taken for several at once, and never for more than those', async () => {
      const { ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [4] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      const before = (await ledger.findSend('S1'))?.version ?? 0;

      const saved = await lookup.addManualReports({ ...REPORT, about: these('S1.0', 'S1.2'), said: 'arrived' });

      const send = await ledger.findSend('S1');
      expect(saved).toBe(2);
      expect(send?.version).toBe(before + 1);
      expect(send?.deliveries.map(({ status }) => status)).toEqual(['delivered', 'unknown', 'delivered', 'unknown']);
    });

    it('is taken for all that were unknown then, and not for what became unknown after it', async () => {
      const { ledger, lookup, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2, 1] }));
      const first = await claim(ledger);
      await ledger.settleBatch(first, unanswered(first), undefined);
      const { asOf } = await lookup.deliveriesOf('S1', { scope: 'all', page: 0, size: 10 });
      await expect
        .poll(async () => (await lookup.deliveriesOf('S1', ALL)).asOf.getTime())
        .toBeGreaterThan(asOf.getTime());
      const second = await claim(ledger);
      await ledger.settleBatch(second, unanswered(second), undefined);

      const saved = await lookup.addManualReports({ ...REPORT, about: { kind: 'all_unknown', asOf }, said: 'arrived' });

      expect(saved).toBe(2);
      expect(await statuses('S1')).toEqual(['delivered', 'delivered', 'unknown']);
    });

    it('never sends anything again', async () => {
      const { ledger, lookup } = await openUnknown(create);

      await lookup.addManualReports({ ...REPORT, said: 'not_arrived' });

      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });
  });
}

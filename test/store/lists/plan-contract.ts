import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../src/store/ledger.ts';
import { BOOKING, phone } from '../../support/sends.ts';
import { accepted, claim, newSend, openNew, recipients, these, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { confirmationOf, confirmed, messageOfRow, planOf } from './plans.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const DAY_MS = 24 * 3_600_000;

/** Claims and settles until nothing is left to claim. @returns the tokens in the order in which they were claimed */
export async function sendAll(ledger: Ledger, most = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (;;) {
    const batch = tokens.length < most ? await ledger.claimBatch('worker') : undefined;
    if (batch === undefined) return tokens;
    tokens.push(batch.token);
    await ledger.settleBatch(batch, accepted(batch, batch.token), undefined);
  }
}

export function planContract(create: CreateDatabase): void {
  describe('a plan of a list', () => {
    it('counts nowhere and cannot be claimed until it is confirmed', async () => {
      const { ledger, lists, lookup } = await openNew(create);
      const { order } = newSend('S1');
      const again = { ...order, message: messageOfRow(2), recipients: [phone('+919870000000')] };

      const digest = await lists.plans.save(planOf('P1', 3));

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeUndefined();
      expect((await ledger.backlog()).deliveries.queued).toBe(0);
      expect((await ledger.backlog()).oldestQueuedMs).toBeUndefined();
      expect(await lookup.findSend('P1', ASKER)).toBeUndefined();
      expect((await lookup.searchSends(ASKER, {}, { limit: 5 })).summaries).toEqual([]);
      const byNumber = { recipient: { kind: 'number', number: phone('+919870000000') } } as const;
      expect((await lookup.searchSends(ASKER, byNumber, { limit: 5 })).summaries).toEqual([]);
      expect(await ledger.findRepeats(again, DAY_MS)).toEqual([]);
      expect(await lists.control.stop('P1', 'U1')).toEqual({ kind: 'nothing_waits' });

      await lists.plans.confirm(confirmationOf('P1', digest));

      expect((await lookup.searchSends(ASKER, {}, { limit: 5 })).summaries.map(({ id }) => id)).toEqual(['P1']);
      expect((await ledger.findRepeats(again, DAY_MS)).map(({ sendId }) => sendId)).toEqual(['P1']);
      expect(await ledger.untilNextBatch()).toBe(0);
    });

    it('is found as a repeat from its confirmation on, though it was made nearly a day before', async () => {
      const { ledger, lists } = await openNew(create);
      const id = ulid(Date.now() - DAY_MS + 60_000);
      const digest = await lists.plans.save(planOf(id, 3));
      await lists.plans.confirm(confirmationOf(id, digest));

      const [, second] = recipients(3);
      const repeats = await ledger.findRepeats({ message: messageOfRow(3), recipients: recipients(3) }, 600_000);

      expect(repeats.map(({ recipient, status }) => [recipient, status])).toEqual([[second, 'queued']]);
    });

    it('gives each row its own words, in the order of the sheet', async () => {
      const opened = await openNew(create);
      await confirmed(opened, planOf('P1', 3));

      const batches = [await claim(opened.ledger), await claim(opened.ledger), await claim(opened.ledger)];

      expect(batches.map(({ outgoing }) => outgoing.message)).toEqual([2, 3, 4].map(messageOfRow));
      expect(batches.map(({ outgoing }) => outgoing.recipients)).toEqual(
        [0, 1, 2].map((index) => [phone(`+91987000000${index}`)]),
      );
      expect(batches[0]?.outgoing.sender).toBe('+919800000000');
      expect(await opened.ledger.claimBatch('worker')).toBeUndefined();
    });

    it('is confirmed once, however often and in however many processes it is pressed', async () => {
      const { lists, ledger, openAgain } = await openNew(create);
      const other = await openAgain();
      const digest = await lists.plans.save(planOf('P1', 2));
      const press = confirmationOf('P1', digest);

      const pressed = await Promise.all(
        [lists, other.lists, lists, other.lists].map(({ plans }) => plans.confirm(press)),
      );
      const inAnotherView = await lists.plans.confirm({ ...press, dedupeKey: 'T1:another view' });

      expect(pressed.filter((one) => one.kind === 'accepted' && one.isNew)).toHaveLength(1);
      expect([...pressed, inAnotherView].map((one) => one.kind === 'accepted' && one.sendId)).toEqual(
        Array.from({ length: 5 }, () => 'P1'),
      );
      expect(await sendAll(ledger)).toHaveLength(2);
    });

    it('is lost to another person, for other rows than were reviewed, once it was discarded, and after a day', async () => {
      const { lists, ledger, database } = await openNew(create);
      const [ofAnother, ofOtherRows, discarded, old] = await Promise.all(
        ['P1', 'P2', 'P3', 'P4'].map((id) => lists.plans.save(planOf(id, 1))),
      );
      await lists.plans.discard('P3');
      await database.run(`update sends set created_at = created_at - ${DAY_MS} where id = 'P4' returning id`);

      const results = [
        await lists.plans.confirm(confirmationOf('P1', ofAnother ?? '', { actorId: 'U2' })),
        await lists.plans.confirm(confirmationOf('P2', `${ofOtherRows}x`)),
        await lists.plans.confirm(confirmationOf('P3', discarded ?? '')),
        await lists.plans.confirm(confirmationOf('P4', old ?? '')),
        await lists.plans.confirm(confirmationOf('P5', '')),
      ];

      expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'plan_lost'));
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it('that was not saved whole cannot be confirmed', async () => {
      const { lists, ledger, database } = await openNew(create);
      const digest = await lists.plans.save(planOf('P1', 2));
      await database.run(`delete from lists where send_id = 'P1' returning send_id`);

      expect(await lists.plans.confirm(confirmationOf('P1', digest))).toEqual({ kind: 'plan_lost' });
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it('that nobody confirmed is deleted after a day, in pieces, and nothing else is', async () => {
      const opened = await openNew(create);
      const { lists, database, ledger, statuses } = opened;
      await confirmed(opened, planOf('P1', 2));
      await lists.plans.save(planOf('P2', 600));
      await lists.plans.save(planOf('P3', 2));
      await database.run(`update sends set created_at = created_at - ${DAY_MS} where id in ('P1', 'P2') returning id`);

      const cleared = await lists.timed.clearRows();

      expect(cleared).toBe(600);
      expect(await database.run(`select id from sends order by id`)).toEqual([{ id: 'P1' }, { id: 'P3' }]);
      expect(await database.run(`select id from deliveries where send_id = 'P2'`)).toEqual([]);
      expect(await statuses('P1')).toEqual(['queued', 'queued']);
      expect(await sendAll(ledger)).toHaveLength(2);
    });

    it('says who got the template lately, and which lists say the same to the same people', async () => {
      const opened = await openNew(create);
      const { lists, ledger } = opened;
      await ledger.accept(newSend('S1', { sizes: [1] }));
      await confirmed(opened, planOf('P1', 3));
      const same = planOf('P2', 3);
      const digest = await lists.plans.save({ ...same, batches: same.batches.toReversed() });
      await lists.plans.save(planOf('P3', 4));
      // One that nobody has confirmed says the same to nobody.
      await lists.plans.save(planOf('P4', 3));

      const ofSame = await lists.plans.findRepeats('P2', DAY_MS);
      const ofMore = await lists.plans.findRepeats('P3', DAY_MS);
      const unseen = await lists.plans.confirm(
        confirmationOf('P2', digest, { repeatGuard: { withinMs: DAY_MS, seenUntil: undefined } }),
      );
      const seen = await lists.plans.confirm(
        confirmationOf('P2', digest, { repeatGuard: { withinMs: DAY_MS, seenUntil: ofSame.sameLists[0]?.at } }),
      );

      expect(ofSame.sameLists.map(({ sendId }) => sendId)).toEqual(['P1']);
      expect([ofSame.people, ofMore.people]).toEqual([3, 3]);
      expect(ofMore.sameLists).toEqual([]);
      expect(ofMore.examples.map(({ row, sendId }) => [row, sendId])).toEqual([
        [2, 'P1'],
        [3, 'P1'],
        [4, 'P1'],
      ]);
      expect([unseen.kind, seen.kind]).toEqual(['repeated', 'accepted']);
    });

    it('looks at each of more people than it asks for at once, counts each once and names the first five', async () => {
      const opened = await openNew(create);
      const { lists } = opened;
      await confirmed(opened, planOf('P1', 2_005));
      await lists.plans.save(planOf('P2', 2_005));
      const other = planOf('P3', 2);
      await lists.plans.save({
        ...other,
        template: { ...BOOKING, name: 'other' },
        batches: other.batches.map((batch) => ({ ...batch, message: { ...batch.message, template: 'other' } })),
      });

      const found = await lists.plans.findRepeats('P2', DAY_MS);

      expect(found.people).toBe(2_005);
      expect(found.examples.map(({ row, sendId }) => [row, sendId])).toEqual([2, 3, 4, 5, 6].map((row) => [row, 'P1']));
      expect(await lists.plans.findRepeats('P3', DAY_MS)).toEqual({ sameLists: [], people: 0, examples: [] });
      expect(await lists.plans.findRepeats('none', DAY_MS)).toEqual({ sameLists: [], people: 0, examples: [] });
    });

    it('counts a person once whose number stands in several rows, with the latest send that they got', async () => {
      const opened = await openNew(create);
      const { lists, database } = opened;
      const twice = planOf('P3', 2);
      await confirmed(opened, planOf('P1', 2));
      await confirmed(opened, planOf('P2', 2));
      await database.run(`update sends set created_at = created_at - 60000 where id = 'P2' returning id`);
      await lists.plans.save({
        ...twice,
        batches: twice.batches.map((batch) => ({
          ...batch,
          recipients: batch.recipients.map(({ row }) => ({ row, recipient: phone('+919870000000') })),
        })),
      });

      const { people, examples } = await lists.plans.findRepeats('P3', DAY_MS);

      expect(people).toBe(1);
      expect(examples.map(({ row, sendId }) => [row, sendId])).toEqual([[2, 'P1']]);
    });

    it('asks of nothing that is older than that, unless nobody knows what became of it', async () => {
      const opened = await openNew(create);
      const { lists, ledger, database } = opened;
      await confirmed(opened, planOf('P1', 2));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await sendAll(ledger);
      await database.run(`update sends set created_at = created_at - ${DAY_MS} returning id`);
      await lists.plans.save(planOf('P2', 2));

      const { sameLists, people } = await lists.plans.findRepeats('P2', DAY_MS);

      expect(sameLists).toEqual([]);
      expect(people).toBe(1);
    });

    it('names twenty lists that say the same at most, the latest first', async () => {
      const opened = await openNew(create);
      const { lists, database } = opened;
      for (let index = 0; index < 21; index += 1) {
        await confirmed(opened, planOf(`P${index}`, 1));
        await database.run(`update sends set created_at = created_at + ${index} where id = 'P${index}' returning id`);
      }
      await lists.plans.save(planOf('P', 1));

      const { sameLists } = await lists.plans.findRepeats('P', DAY_MS);

      expect(sameLists.map(({ sendId }) => sendId)).toEqual(Array.from({ length: 20 }, (_, index) => `P${20 - index}`));
    });

    it('counts nobody of whom a person reported that it did not arrive', async () => {
      const opened = await openNew(create);
      const { lists, ledger, lookup } = opened;
      await confirmed(opened, planOf('P1', 2));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await sendAll(ledger);
      await lists.plans.save(planOf('P2', 2));
      const before = await lists.plans.findRepeats('P2', DAY_MS);

      await lookup.addManualReports({
        sendId: 'P1',
        about: these(...batch.deliveryIds),
        actorId: 'U1',
        said: 'not_arrived',
      });

      expect([before.people, (await lists.plans.findRepeats('P2', DAY_MS)).people]).toEqual([2, 1]);
    });

    it('leaves to maintenance only what a process without a line queued: no plan, and nothing that is held up', async () => {
      const opened = await openNew(create);
      const { ledger, lists, database } = opened;
      await lists.plans.save(planOf('P1', 2));
      await confirmed(opened, planOf('P2', 2));
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2'));
      await lists.control.pause('P2', 'U1');
      await lists.control.pause('S2', 'U1');
      await database.run(`delete from queued_sends where send_id = 'S1' returning send_id`);
      const before = await ledger.claimBatch('worker');

      await lists.timed.clearRows();

      expect(before).toBeUndefined();
      expect(await sendAll(ledger)).toEqual(['S1-token-0']);
    });

    it('holds up no other send with a place in line that has nothing to claim', async () => {
      const { database, ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await sendAll(ledger);
      await database.run(`insert into queued_sends (send_id, sender, share, not_before, waiting_since)
        values ('S1', '+919800000000', -1, 0, 0) returning send_id`);
      await ledger.accept(newSend('S2'));

      const first = await ledger.claimBatch('worker');
      const again = first ?? (await claim(ledger));

      expect(again.sendId).toBe('S2');
      expect(await ledger.untilNextBatch()).toBeUndefined();
    });

    it('lets other sends leave in between, and takes as long as they have to wait', async () => {
      const opened = await openNew(create);
      await confirmed(opened, planOf('P1', 50));
      await claim(opened.ledger);
      await opened.ledger.accept(newSend('S1', { sizes: [1, 1] }));

      const tokens = await sendAll(opened.ledger, 5);

      expect(tokens.filter((token) => token.startsWith('S1'))).toEqual(['S1-token-0', 'S1-token-1']);
    });

    it('leaves many workers to one send after the other, the one that has had least first', async () => {
      const opened = await openNew(create);
      await confirmed(opened, planOf('P1', 50));
      await claim(opened.ledger);
      await opened.ledger.accept(newSend('S1'));
      await opened.ledger.accept(newSend('S2'));
      const claimEight = async () => {
        const workers = Array.from({ length: 8 }, (_, index) => `w${index}`);
        const batches = await Promise.all(workers.map((worker) => opened.ledger.claimBatch(worker)));
        return batches.map((batch) => batch?.token);
      };

      const [first, second] = [await claimEight(), await claimEight()];

      expect(first).toEqual(Array.from({ length: 8 }, (_, index) => `P1-token-${index + 1}`));
      expect(second.slice(0, 2)).toEqual(['S1-token-0', 'S2-token-0']);
      expect(second.slice(2)).toEqual(Array.from({ length: 6 }, (_, index) => `P1-token-${index + 9}`));
    });
  });
}

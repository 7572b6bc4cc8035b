import { describe, expect, it } from 'vitest';
import { answering, newReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';
import { accepted, claim, newSend, openNew, rejected, report, unanswered } from '../opened-ledger.ts';
import { rulesOf } from '../rules/send-rules.ts';
import type { CreateDatabase } from '../test-database.ts';

const SHORT_LEASE_MS = 20;

export function batchContract(create: CreateDatabase): void {
  describe('claiming a batch', () => {
    it('hands out what leaves in one request, and shows it as sending', async () => {
      const { ledger, statuses } = await openNew(create);
      const send = newSend('S1', { sizes: [2, 1] });
      await ledger.accept(send);

      const batch = await claim(ledger);

      expect(batch).toMatchObject({
        sendId: 'S1',
        token: 'S1-token-0',
        attempt: 1,
        reportsExpected: true,
        outgoing: { message: send.order.message, sender: send.order.sender, recipients: send.batches[0]?.recipients },
      });
      expect(await statuses('S1')).toEqual(['sending', 'sending', 'queued']);
      expect((await ledger.findSend('S1'))?.version).toBe(2);
    });

    it('hands out recipients in the order in which they were given, also more than ten', async () => {
      const { ledger } = await openNew(create);
      const send = newSend('S1', { sizes: [12] });
      await ledger.accept(send);

      const { deliveryIds, outgoing } = await claim(ledger);

      expect(outgoing.recipients).toEqual(send.batches[0]?.recipients);
      expect(deliveryIds).toEqual(outgoing.recipients.map((_, position) => `S1.${position}`));
    });

    it('gives every batch once, in turn from the sends that wait, the oldest first', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.accept(newSend('S2'));

      const tokens = [await claim(ledger), await claim(ledger), await claim(ledger)].map(({ token }) => token);

      expect(tokens).toEqual(['S1-token-0', 'S2-token-0', 'S1-token-1']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeUndefined();
    });

    it('gives one each to workers that ask at the same time, in their order, and shows the send as changed once', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 2, 1] }));

      const claimed = await Promise.all(['w1', 'w2', 'w3', 'w4', 'w5'].map((worker) => ledger.claimBatch(worker)));

      expect(claimed.map((batch) => batch?.token)).toEqual([
        'S1-token-0',
        'S1-token-1',
        'S1-token-2',
        undefined,
        undefined,
      ]);
      expect(claimed[1]?.outgoing.recipients).toEqual([phone('+919870000001'), phone('+919870000002')]);
      expect(await statuses('S1')).toEqual(['sending', 'sending', 'sending', 'sending']);
      expect((await ledger.findSend('S1'))?.version).toBe(2);
    });

    it('gives workers that ask at the same time what is left when some of it was decided while it waited', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));
      await ledger.saveReport(report('early', 'sent', { batchToken: 'S1-token-0' }));

      const claimed = await Promise.all(['w1', 'w2'].map((worker) => ledger.claimBatch(worker)));

      const tokens = claimed.map((batch) => batch?.token);
      expect(tokens.sort()).toEqual(['S1-token-1', 'S1-token-2']);
      expect(await database.run(`select id from batches where state = 'done' and worker is null`)).toHaveLength(1);
    });

    it('gives no batch twice to four workers in two processes', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      for (const id of ['S1', 'S2', 'S3']) {
        await first.ledger.accept(newSend(id, { sizes: Array.from({ length: 100 }, () => 1) }));
      }
      const tokens: string[] = [];
      const drain = async ({ ledger }: typeof second, worker: string) => {
        for (;;) {
          const batch = await ledger.claimBatch(worker);
          if (batch === undefined && (await ledger.untilNextBatch()) === undefined) return;
          if (batch !== undefined) tokens.push(batch.token);
        }
      };

      await Promise.all([drain(first, 'a'), drain(first, 'b'), drain(second, 'c'), drain(second, 'd')]);

      expect(tokens).toHaveLength(300);
      expect(new Set(tokens).size).toBe(300);
      const claimed = await first.database.run(`select id from batches where state = 'sending' and fence = 1`);
      expect(claimed).toHaveLength(300);
    });

    it('passes over what has become of a delivery while it waited', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2, 1] }));
      await ledger.saveReport(report('early', 'sent', { batchToken: 'S1-token-1' }));
      await ledger.saveReport(report('early:0', 'sent', { batchToken: 'S1-token-0', recipientDigits: '919870000000' }));

      const batch = await claim(ledger);

      expect(batch.outgoing.recipients).toEqual([phone('+919870000001')]);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await statuses('S1')).toEqual(['sent', 'sending', 'sent']);
    });

    it('passes over all that was decided while it waited, in one call', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1, 1, 1] }));
      for (const index of [0, 1, 2]) {
        await ledger.saveReport(report(`early${index}`, 'sent', { batchToken: `S1-token-${index}` }));
      }

      expect((await claim(ledger)).token).toBe('S1-token-3');
    });

    it('shows nothing new of a send of which nothing leaves', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.saveReport(report('early', 'sent', { batchToken: 'S1-token-0' }));
      const before = (await ledger.findSend('S1'))?.version;

      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect((await ledger.findSend('S1'))?.version).toBe(before);
    });

    it('takes what is due past what has to wait, of the same sender and of another', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.requeueBatch(await claim(ledger), 60_000);

      const ofTheSame = await claim(ledger);
      await ledger.requeueBatch(ofTheSame, 60_000);
      await ledger.accept(newSend('S2', { order: { sender: phone('+919800000099') } }));

      expect(ofTheSame.token).toBe('S1-token-1');
      expect((await claim(ledger)).sendId).toBe('S2');
    });

    it('takes what is due past a send in line that has nothing left, though another one waits before both', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.requeueBatch(await claim(ledger), 60_000);
      await ledger.accept(newSend('S2'));
      await ledger.accept(newSend('S3'));
      await database.run(`update batches set state = 'done', fence = 1 where send_id = 'S2'`);

      const claimed = [await ledger.claimBatch('worker'), await ledger.claimBatch('worker')];

      expect(claimed.map((batch) => batch?.sendId)).toEqual([undefined, 'S3']);
    });

    it('waits while sending is paused, and goes on when the pause ends', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await database.run(
        `insert into pauses (id, scope, kind, code, began_at) values ('P1', 'account', 'refused', 'RBC001', 1) returning id`,
      );

      const whilePaused = [await ledger.claimBatch('worker'), await ledger.untilNextBatch()];
      await database.run('update pauses set ends_at = 2 returning id');

      expect(whilePaused).toEqual([undefined, undefined]);
      expect(await ledger.untilNextBatch()).toBe(0);
      expect((await claim(ledger)).sendId).toBe('S1');
    });
  });

  describe('the answer to a batch', () => {
    it('gives every delivery its own outcome', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));
      const batch = await claim(ledger);
      const [first] = accepted(batch, 'm');
      const [, second] = rejected(batch);
      const [, , third] = unanswered(batch);

      const isSaved = await ledger.settleBatch(
        batch,
        [first, second, third].filter((one) => one !== undefined),
        {
          kind: 'callback_not_allowed',
          text: 'not whitelisted',
        },
      );

      const send = await ledger.findSend('S1');
      expect(isSaved).toBe(true);
      expect(send?.warning).toEqual({ kind: 'callback_not_allowed', text: 'not whitelisted' });
      expect(send?.version).toBe(3);
      expect(send?.deliveries).toMatchObject([
        { status: 'accepted', messageId: 'm:0', failure: undefined },
        { status: 'rejected', messageId: undefined, failure: { reason: 'refused', code: 'E424' } },
        { status: 'unknown', messageId: undefined, failure: { reason: 'no_answer', code: undefined } },
      ]);
    });

    it('gives back what its rejected ones were charged to, and nothing of the others', async () => {
      const { database, ledger } = await openNew(create);
      const quotas = { day: '2026-11-29', limits: { workspace: 10 } };
      await ledger.accept(newSend('S1', { sizes: [4, 2], rules: rulesOf({ quotas }) }));
      const [batch, other] = [await claim(ledger), await claim(ledger)];
      const [first, second] = accepted(batch, 'm');
      const [, , ...others] = rejected(batch);

      await Promise.all([
        ledger.settleBatch(
          batch,
          [first, second, ...others].filter((one) => one !== undefined),
          undefined,
        ),
        ledger.settleBatch(other, accepted(other, 'n'), undefined),
      ]);

      const [row] = await database.run(`select cast(used as text) as used from quota_uses where scope = 'workspace'`);
      expect(row).toEqual({ used: '4' });
    });

    it('leaves a delivery that it does not name unknown', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);

      await ledger.settleBatch(batch, accepted(batch, 'm').slice(0, 1), undefined);

      expect((await ledger.findSend('S1'))?.deliveries[1]).toMatchObject({
        status: 'unknown',
        failure: { reason: 'missing_in_answer' },
      });
    });

    it('leaves a delivery unknown when it names an unknown delivery in its place', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      const answer = accepted(batch, 'm').map((one, index) => (index === 1 ? { ...one, deliveryId: 'stranger' } : one));

      await ledger.settleBatch(batch, answer, undefined);

      expect(await statuses('S1')).toEqual(['accepted', 'unknown']);
    });

    it('counts once, whatever is said after it', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      const again = await ledger.settleBatch(batch, rejected(batch), undefined);
      const requeued = await ledger.requeueBatch(batch, 0);

      expect([again, requeued]).toEqual([false, false]);
      expect(await statuses('S1')).toEqual(['accepted']);
    });

    it('is written with the others of the same time, and with the reports that were parked for them', async () => {
      const { ledger, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1', { sizes: [1, 2] }));
      const one = await claim(ledger);
      await expect.poll(() => ledger.expireLeases()).toBe(1);
      const two = await claim(ledger);
      await ledger.accept(newSend('S2', { sizes: [1, 1] }));
      const three = await claim(ledger);
      const four = await claim(ledger);
      await ledger.saveReport(report('three:0', 'read'));
      const before = await Promise.all(['S1', 'S2'].map(async (id) => (await ledger.findSend(id))?.version ?? 0));

      const isSaved = await Promise.all([
        ledger.settleBatch(one, accepted(one, 'one'), undefined),
        ledger.settleBatch(two, accepted(two, 'two').slice(1), { kind: 'callback_not_allowed', text: 'not allowed' }),
        ledger.settleBatch(three, accepted(three, 'three'), undefined),
        ledger.settleBatch(three, rejected(three), undefined),
        ledger.settleBatch({ ...four, fence: four.fence + 1 }, rejected(four), undefined),
      ]);

      const after = await Promise.all(['S1', 'S2'].map((id) => ledger.findSend(id)));
      expect(isSaved).toEqual([true, true, true, false, false]);
      expect(await statuses('S1')).toEqual(['accepted', 'unknown', 'accepted']);
      expect(await statuses('S2')).toEqual(['read', 'sending']);
      expect(after.map((send) => send?.version)).toEqual(before.map((version) => version + 1));
      expect(after[0]?.warning?.text).toBe('not allowed');
    });

    it('is handed out once, even to two who ask under one name at the same time', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));

      const both = await Promise.all([ledger.claimBatch('W1'), ledger.claimBatch('W1')]);

      expect(both.map((batch) => batch?.batchId).toSorted()).toEqual(['S1.b0', 'S1.b1']);
    });

    it('says nothing of another batch, though that one is answered at the same time', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const [first, second] = [await claim(ledger), await claim(ledger)];

      await Promise.all([
        ledger.settleBatch(first, [...accepted(first, 'a'), ...rejected(second)], undefined),
        ledger.settleBatch(second, [], undefined),
      ]);

      expect(await statuses('S1')).toEqual(['accepted', 'unknown']);
    });

    it('that the database refuses makes none of the same time fail', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const [first, second] = [await claim(ledger), await claim(ledger)];
      const withoutId = accepted(first, 'm').map((one) => ({ ...one, messageId: undefined }));

      const outcomes = await Promise.allSettled([
        ledger.settleBatch(first, withoutId, undefined),
        ledger.settleBatch(second, accepted(second, 'm'), undefined),
      ]);

      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      expect(await statuses('S1')).toEqual(['sending', 'accepted']);
    });

    it('puts a batch that never left back in the queue, and holds it back as long as it should wait', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);

      const isBack = await ledger.requeueBatch(batch, 60_000);

      expect(isBack).toBe(true);
      expect(await statuses('S1')).toEqual(['queued']);
      expect((await ledger.findSend('S1'))?.version).toBe(3);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeGreaterThan(50_000);
    });

    it('is not put back by an older try, while a newer one sends', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const first = await claim(ledger);
      await ledger.requeueBatch(first, 0);
      const second = await claim(ledger);

      const isBack = await ledger.requeueBatch(first, 0);

      expect(isBack).toBe(false);
      expect(await statuses('S1')).toEqual(['sending']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.settleBatch(second, accepted(second, 'm'), undefined)).toBe(true);
    });

    it('knows the message ID better than a report that came before it', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.saveReport(report('early', 'sent', { batchToken: batch.token }));

      await ledger.settleBatch(batch, accepted(batch, 'answer'), undefined);

      expect((await ledger.findSend('S1'))?.deliveries).toMatchObject([{ status: 'sent', messageId: 'answer:0' }]);
    });

    it('belongs to the try that made it: an older one changes nothing', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const first = await claim(ledger);
      await ledger.requeueBatch(first, 0);
      const second = await claim(ledger);

      const late = await ledger.settleBatch(first, rejected(first), undefined);

      expect(late).toBe(false);
      expect(await ledger.settleBatch(second, accepted(second, 'm'), undefined)).toBe(true);
      expect(second).toMatchObject({ attempt: 2, fence: first.fence + 1, token: first.token });
      expect(await statuses('S1')).toEqual(['accepted']);
    });
  });

  describe('the lease of a worker that is gone', () => {
    it('ends in unknown, and never in another request', async () => {
      const { ledger } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1', { sizes: [2] }));
      await claim(ledger);

      await expect.poll(() => ledger.expireLeases()).toBe(2);

      const send = await ledger.findSend('S1');
      expect(send?.deliveries.map(({ failure }) => failure?.reason)).toEqual(['interrupted', 'interrupted']);
      expect(send?.version).toBe(3);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.expireLeases()).toBe(0);
    });

    it('ends for every batch that it held, in one look', async () => {
      const { ledger, openAgain, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      const { ledger: patient } = await openAgain({ leaseMs: 60_000 });
      await ledger.accept(newSend('S1', { sizes: [1, 1, 2] }));
      await Promise.all([claim(ledger), claim(ledger)]);
      await claim(patient);
      let longest = 0;

      await expect.poll(async () => (longest = Math.max(longest, await ledger.expireLeases()))).toBeGreaterThan(0);

      expect(longest).toBe(2);
      expect(await statuses('S1')).toEqual(['unknown', 'unknown', 'sending', 'sending']);
    });

    it('is kept while the worker renews it', async () => {
      const { ledger, openAgain, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      const { ledger: patient } = await openAgain({ leaseMs: 60_000 });
      for (const id of ['S1', 'S2', 'S3']) await ledger.accept(newSend(id));
      await claim(ledger, 'alive');
      await claim(ledger, 'gone');
      await claim(ledger, 'alive too');
      await patient.renewLeases(['alive', 'alive too']);

      await expect.poll(() => ledger.expireLeases()).toBe(1);

      const now = [await statuses('S1'), await statuses('S2'), await statuses('S3')];
      expect(now).toEqual([['sending'], ['unknown'], ['sending']]);
    });

    it.each(['batches', 'cards', 'reply_threads'])(
      'is kept of all that the worker holds, and of nothing that another one holds: %s',
      async (table) => {
        const { database, ledger, openAgain, replies, time } = await openNew(create);
        const { ledger: patient } = await openAgain({ leaseMs: 60 * 60_000 });
        for (const worker of ['alive', 'gone']) {
          await ledger.accept(newSend(worker, { sizes: [1, 1] }));
          const batch = await claim(ledger, worker);
          await ledger.settleBatch(batch, accepted(batch, worker), undefined);
          await replies.saveReplies([newReply(worker, answering(`${worker}:0`))], 'waiting');
          await claim(ledger, worker);
          await ledger.claimCard(worker);
          await replies.threads.claimThread(worker);
        }

        await patient.renewLeases(['alive']);

        const soon = (await time()).getTime() + 30 * 60_000;
        const rows = await database.run(`select worker, cast(lease_until > ${soon} as text) as is_longer from ${table}
        where worker is not null order by worker`);
        expect(rows.map(({ worker, is_longer }) => [worker, ['1', 'true'].includes(String(is_longer))])).toEqual([
          ['alive', true],
          ['gone', false],
        ]);
      },
    );

    it('takes nothing away from an answer that comes late after all', async () => {
      const { ledger, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await expect.poll(() => ledger.expireLeases()).toBe(2);

      const isSaved = await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(isSaved).toBe(true);
      expect(await statuses('S1')).toEqual(['accepted', 'accepted']);
      expect((await ledger.findSend('S1'))?.deliveries[1]).toMatchObject({ messageId: 'm:1', failure: undefined });
    });

    it('puts nothing back in the queue when proof that it never left comes late', async () => {
      const { ledger, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await expect.poll(() => ledger.expireLeases()).toBe(1);

      const isBack = await ledger.requeueBatch(batch, 0);

      expect(isBack).toBe(false);
      expect(await statuses('S1')).toEqual(['unknown']);
    });

    it('changes nothing that a report has said already', async () => {
      const { ledger, statuses } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await ledger.saveReport(report('m:0', 'delivered', { batchToken: batch.token, recipientDigits: '919870000000' }));

      await expect.poll(() => ledger.expireLeases()).toBe(1);

      expect(await statuses('S1')).toEqual(['delivered', 'unknown']);
    });
  });
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, asked } from '../store/approvals/asked.ts';
import { confirmationOf, confirmed, planOf } from '../store/lists/plans.ts';
import { newSend } from '../store/opened-ledger.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { answering, newReply } from '../support/replies.ts';
import { deadlocksOf, openTwo, runWhileHeld, sendOf } from './meeting.ts';

let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.remove());

function valuesOf(results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason));
}

describe('two processes on PostgreSQL that decide at the same time', () => {
  it('keep the trial of a list that is paused while its rest is released', async () => {
    const { first, second } = await openTwo(server);
    await confirmed(first, planOf('P1', 5, { trialRows: 2 }), { trial: true });

    const results = await runWhileHeld(sendOf('P1'), first, [
      () => first.lists.control.pause('P1', 'U1'),
      () => second.lists.control.releaseRest('P1', 'U2'),
    ]);

    expect(valuesOf(results)).toEqual([true, false]);
    await first.lists.control.resume('P1', 'U1');
    expect((await first.ledger.findSend('P1'))?.change?.state).toBe('trial');
  });

  it('do not say that a list is accepted which is discarded while it is confirmed', async () => {
    const { first, second } = await openTwo(server);
    const digest = await first.lists.plans.save(planOf('P1', 2));

    const results = await runWhileHeld(sendOf('P1'), first, [
      () => first.lists.plans.discard('P1'),
      () => second.lists.plans.confirm(confirmationOf('P1', digest)),
    ]);

    expect(valuesOf(results)).toEqual([undefined, { kind: 'plan_lost' }]);
  });

  it('post a reply that comes while a thread that had none to post is put right', async () => {
    const { first, second } = await openTwo(server);
    await first.ledger.accept(newSend('S1'));
    await first.replies.saveReplies([newReply('R1', answering('m:0'))], 'waiting');
    await first.database.run(`update replies set post_state = 'counted' returning id`);
    const empty = await first.replies.threads.claimThread('worker');
    if (empty === undefined) throw new Error('no thread to claim');
    expect(empty.replies).toEqual([]);

    await runWhileHeld('select send_id from reply_threads for update', first, [
      () => second.replies.saveReplies([newReply('R2')], 'waiting'),
      () => first.replies.threads.saveThread(empty, { kind: 'given_up' }),
    ]);

    const claimed = await second.replies.threads.claimThread('worker');
    expect(claimed?.replies.map(({ id }) => id)).toEqual(['R2']);
  });

  it('count no approval of words that are changed behind the ledger meanwhile', async () => {
    const { first, second } = await openTwo(server);
    const digest = await asked(first);

    const results = await runWhileHeld(sendOf('S1'), first, [
      () => first.database.run(`update sends set message = replace(message, 'Asha', 'Ravi') where id = 'S1'`),
      () => approve(second, { digest }),
    ]);

    expect(valuesOf(results)).toEqual([expect.anything(), { kind: 'changed' }]);
  });

  it('stop a send that is being accepted, without a deadlock and with nothing of it left waiting', async () => {
    const { first, second } = await openTwo(server);
    const stopAtOnce = async (id: string): Promise<void> => {
      while ((await second.lists.control.stop(id, 'U1')).kind !== 'stopped');
    };
    for (let count = 0; count < 15; count += 1) {
      const id = `S${count}`;
      const stops = Array.from({ length: 4 }, () => stopAtOnce(id));
      await Promise.all([first.ledger.accept(newSend(id)), ...stops]);
    }

    const waiting = await first.database.run(`
      select sends.id from sends join deliveries on send_id = sends.id where state = 'stopped' and status = 'queued'`);

    expect(waiting).toEqual([]);
    expect(await deadlocksOf({ first, second })).toBe(0);
  });

  it('delete an expired group together', async () => {
    const { first, second } = await openTwo(server);
    const rows = Array.from({ length: 100 }, (_, row) => [`row ${row}`]);
    const group = { id: 'G1', teamId: 'T1', name: 'guests', ownerId: 'U1', columns: ['name'], rows };
    await first.lists.groups.saveGroup(group);
    await first.lists.groups.deleteGroup('T1', 'G1', 'U1');

    const results = await runWhileHeld('select position from group_rows where position = 0 for update', first, [
      () => first.lists.timed.clearRows(),
      () => second.lists.timed.clearRows(),
    ]);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await first.database.run('select id from recipient_groups')).toEqual([]);
  });
});

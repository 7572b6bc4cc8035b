import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptOut } from '../../src/kaleyra/codes/opt-outs.ts';
import { planOf } from '../store/lists/plans.ts';
import { claim, newSend, type Opened, recipients, report } from '../store/opened-ledger.ts';
import { claimRulesOf } from '../store/rules/claim-rules.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { newReply } from '../support/replies.ts';
import { phone } from '../support/sends.ts';
import { deadlocksAt, openTwo, sendOf } from './meeting.ts';

const OPTED_OUT = { kind: 'opted_out', scope: 'all', source: 'word' } as const;
const THIRD_ROLE = `select send_id from cards where role = 'channel' for update`;

let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.remove());

/** A send with three cards, of which the last in the order of their keys stands first in the table. */
async function acceptWithCards({ ledger }: Opened): Promise<void> {
  const cards = (['dm', 'channel', 'audit'] as const).map((role) => ({ role, destination: 'C1' }));
  await ledger.accept(newSend('S1', { cards }));
}

function tellRead({ ledger }: Pick<Opened, 'ledger'>, id: string): Promise<unknown> {
  return ledger.saveReports([report(`${id}:0`, 'read', { batchToken: `${id}-token-0` })]);
}

/** Three people who took back an opt-out, in the order in which opt-outs are locked. */
async function peopleInOrder({ database, rules: { optOuts } }: Opened) {
  const numbers = recipients(3);
  await optOuts.addOptOuts({ numbers, scope: 'all', source: 'word' });
  for (const number of numbers) await optOuts.liftOptOut(number, { source: 'person', actorId: 'U1' });
  const rows = await database.run(`select number_key, number_end from opt_outs order by number_key collate "C"`);
  return rows.map(({ number_end, number_key }) => ({
    number: phone(`+9198700${String(number_end).padStart(5, '0')}`),
    key: String(number_key),
  }));
}

describe('two processes on PostgreSQL lock in one order', () => {
  it('the cards of a send that is held while the channel refuses its card', async () => {
    const claimRules = claimRulesOf({ judge: () => 'not_allowed' });
    const two = await openTwo(server, { claimRules });
    const cards = (['audit', 'channel'] as const).map((role) => ({ role, destination: 'C1' }));
    await two.first.ledger.accept(newSend('S1', { cards }));
    const shown = [await two.first.ledger.claimCard('w1'), await two.first.ledger.claimCard('w2')];
    const channel = shown.find((claimed) => claimed?.card.role === 'channel');
    if (channel === undefined) throw new Error('no card is behind');

    const deadlocks = await deadlocksAt(`select send_id from cards where role = 'audit' for update`, two, [
      () => two.first.ledger.claimBatch('worker'),
      () => two.second.ledger.saveCard(channel, { kind: 'refused', next: [{ role: 'dm', destination: 'U1' }] }),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('cards whose leases are renewed while a report of their send arrives', async () => {
    const two = await openTwo(server);
    await acceptWithCards(two.first);
    await two.first.database.run(`update cards set lease_until = ${Date.now() + 60_000},
      worker = case role when 'dm' then 'w1' when 'channel' then 'w2' else 'w3' end returning 1`);

    const deadlocks = await deadlocksAt(THIRD_ROLE, two, [
      () => two.first.ledger.renewLeases(['w1', 'w2', 'w3']),
      () => tellRead(two.second, 'S1'),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('threads whose leases are renewed while replies in them arrive', async () => {
    const two = await openTwo(server);
    const ids = ['S1', 'S2', 'S3'];
    for (const id of ids.toReversed()) {
      await two.first.ledger.accept(newSend(id));
      await tellRead(two.first, id);
      await two.first.replies.saveReplies([replyTo(id, 'first')], 'waiting');
      await two.first.replies.threads.claimThread('worker');
    }

    const deadlocks = await deadlocksAt(`select send_id from reply_threads where send_id = 'S2' for update`, two, [
      () => two.first.ledger.renewLeases(['worker']),
      () =>
        two.second.replies.saveReplies(
          ids.map((id) => replyTo(id, 'second')),
          'waiting',
        ),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('the deliveries of a batch whose lease ends while reports of it arrive', async () => {
    const two = await openTwo(server, { leaseMs: 1 });
    await two.first.ledger.accept(newSend('S1', { sizes: [2] }));
    const { token: batchToken } = await claim(two.first.ledger);
    await two.first.ledger.saveReport(report('m:0', 'delivered', { batchToken }));
    const recipientDigits = recipients(2)[1]?.slice(1);

    const deadlocks = await deadlocksAt(`select id from status_events for update`, two, [
      () => two.first.ledger.saveReports([report('m:1', 'delivered', { batchToken, recipientDigits })]),
      () => two.second.ledger.expireLeases(),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('people who say no while others are entered who said no', async () => {
    const two = await openTwo(server);
    const people = await peopleInOrder(two.first);
    const words = people
      .toReversed()
      .map(({ number: from }, second) =>
        newReply(
          `R${second}`,
          { from, writtenAt: new Date(Date.UTC(2026, 10, 29, 10, 0, second)) },
          { optOut: OPTED_OUT },
        ),
      );

    const deadlocks = await deadlocksAt(
      `select number_key from opt_outs where number_key = '${people[1]?.key}' for update`,
      two,
      [
        () => two.first.replies.saveReplies(words, 'counted'),
        () =>
          two.second.rules.optOuts.addOptOuts({
            numbers: people.map(({ number }) => number),
            scope: 'all',
            source: 'person',
            by: 'U1',
          }),
      ],
    );

    expect(deadlocks).toBe(0);
  });

  it.each(['forget', 'delay'] as const)('people whose entries of the provider’s list are done: %s', async (done) => {
    const two = await openTwo(server, { mirrorsOptOuts: true, readOptOut });
    const people = await peopleInOrder(two.first);
    const numbers = people.map(({ number }) => number);
    await two.first.database.run('delete from opt_out_mirror returning 1');
    for (const { number } of people.toReversed()) {
      await two.first.rules.optOuts.addOptOuts({ numbers: [number], scope: 'all', source: 'word' });
      await two.first.rules.optOuts.liftOptOut(number, { source: 'person', actorId: 'U1' });
    }
    const entries = await two.first.rules.mirror.takeDue(10, 60_000);
    expect(entries).toHaveLength(3);

    const deadlocks = await deadlocksAt(
      `select number_key from opt_out_mirror where number_key = '${people[1]?.key}' for update`,
      two,
      [
        () => two.first.rules.optOuts.addOptOuts({ numbers, scope: 'all', source: 'word' }),
        () => (done === 'forget' ? two.second.rules.mirror.forget(entries) : two.second.rules.mirror.delay(entries, 1)),
      ],
    );

    expect(deadlocks).toBe(0);
  });

  it('a stopped send that another repeats, whose rest is looked for while reports of both arrive', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S2'));
    await two.first.ledger.accept(newSend('S1', { order: { parentId: 'S2' } }));
    await two.first.lists.control.stop('S2', 'U1');

    const deadlocks = await deadlocksAt(sendOf('S2'), two, [
      () => two.first.lists.timed.clearRows(),
      () =>
        two.second.ledger.saveReports(
          ['S1', 'S2'].map((id) => report(`${id}:0`, 'read', { batchToken: `${id}-token-0` })),
        ),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('plans that expire while a report of the send that they repeat arrives', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S0'));
    for (const [at, id] of ['S3', 'S2', 'S1'].entries()) {
      await two.first.lists.plans.save(planOf(id, 1, { parentId: 'S0' }));
      await two.first.database.run(`update sends set created_at = ${at + 1} where id = '${id}' returning 1`);
    }

    const deadlocks = await deadlocksAt(sendOf('S2'), two, [
      () => two.first.lists.timed.clearRows(),
      () => tellRead(two.second, 'S0'),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('batches that a clock which went back holds up, while their send is stopped', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));
    const later = Date.now() + 3_600_000;
    await two.first.database.run(
      `update batches set queued_at = ${later}, not_before = ${later} - position returning 1`,
    );
    await two.first.database.run(`update queued_sends set not_before = ${later} returning 1`);

    const deadlocks = await deadlocksAt(`select id from batches where position = 1 for no key update`, two, [
      () => two.first.ledger.untilNextBatch(),
      () => two.second.lists.control.stop('S1', 'U1'),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('cards that a clock which went back holds up, while a report of their send arrives', async () => {
    const two = await openTwo(server);
    await acceptWithCards(two.first);
    const later = Date.now() + 3_600_000;
    await two.first.database.run(`update cards set behind_since = ${later},
      not_before = ${later} + case role when 'dm' then 1 when 'channel' then 2 else 3 end returning 1`);

    const deadlocks = await deadlocksAt(THIRD_ROLE, two, [
      () => two.first.ledger.untilNextCard(),
      () => tellRead(two.second, 'S1'),
    ]);

    expect(deadlocks).toBe(0);
  });
});

function replyTo(id: string, text: string) {
  return newReply(`${id} ${text}`, { context: { messageIds: [`${id}:0`], batchToken: undefined }, text });
}

import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/store/engine/postgres/engine.ts';
import { confirmationOf, planOf } from '../store/lists/plans.ts';
import { claim, newSend, type Opened, report, SILENT } from '../store/opened-ledger.ts';
import type { TestDatabase } from '../store/test-database.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { deadlocksAt, openTwo, sendOf } from './meeting.ts';
import { createPostgresDatabase } from './postgres-database.ts';

let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.remove());

/** Puts a report on the first recipient's message of each of these sends. */
function tellRead({ ledger }: Pick<Opened, 'ledger'>, ids: readonly string[]): Promise<unknown> {
  return ledger.saveReports(ids.map((id) => report(`${id}:0`, 'read', { batchToken: `${id}-token-0` })));
}

describe('two processes on PostgreSQL do not wait for each other in a circle', () => {
  it('when a send is stopped while reports of what waits again arrive', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S1', { sizes: [1, 1] }));
    await two.first.ledger.requeueBatch(await claim(two.first.ledger), 0);

    const deadlocks = await deadlocksAt(sendOf('S1'), two, [
      () => two.first.lists.control.stop('S1', 'U1'),
      () => tellRead(two.second, ['S1']),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('when a send is paused that another repeats, while reports of both arrive', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S2'));
    await two.first.ledger.accept(newSend('S1', { order: { parentId: 'S2' } }));

    const deadlocks = await deadlocksAt(sendOf('S2'), two, [
      () => two.first.lists.control.pause('S2', 'U1'),
      () => tellRead(two.second, ['S1', 'S2']),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('when the account goes on while reports of the sends that wait arrive', async () => {
    const two = await openTwo(server);
    const ids = Array.from({ length: 9 }, (_, at) => `S${9 - at}`);
    for (const id of ids) await two.first.ledger.accept(newSend(id));
    await two.first.account.pause({ kind: 'refused', code: 'E110', mayProbe: false }, { sendId: 'S1', channel: 'C1' });
    const current = await two.first.account.current();

    const deadlocks = await deadlocksAt(sendOf('S5'), two, [
      () => two.first.account.resume(current?.id ?? '', 'U1'),
      () => tellRead(two.second, ids),
    ]);

    expect(deadlocks).toBe(0);
  });

  it('when a list is made again while reports of the first one arrive', async () => {
    const two = await openTwo(server);
    await two.first.ledger.accept(newSend('S1'));
    const digest = await two.first.lists.plans.save(planOf('S2', 1, { parentId: 'S1' }));

    const deadlocks = await deadlocksAt(sendOf('S2'), two, [
      () => two.first.lists.plans.confirm(confirmationOf('S2', digest)),
      () => tellRead(two.second, ['S1']),
    ]);

    expect(deadlocks).toBe(0);
  });
});

describe('a transaction that PostgreSQL ends because of a circle', () => {
  it('runs again, and both of the circle are saved', async () => {
    const { engine, runs, crosswise } = await openCircle(await createPostgresDatabase(server));

    await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')]);

    expect(runs()).toBe(3);
    const { rows } = await sql`select name, value from circle order by name`.execute(engine.db);
    expect(rows).toEqual([
      { name: 'a', value: 2 },
      { name: 'b', value: 2 },
    ]);
  });

  it('is given up after three times, and is told of any other error at once', async () => {
    const { engine } = await openCircle(await createPostgresDatabase(server));
    let runs = 0;
    const fail = (code: string) =>
      engine.transact(async (transaction) => {
        runs += 1;
        await sql`do $$ begin raise exception sqlstate '${sql.raw(code)}'; end $$`.execute(transaction);
      });

    await expect(fail('40P01')).rejects.toThrow();
    await expect(fail('23505')).rejects.toThrow();

    expect(runs).toBe(4);
  });
});

/** A table of two rows, and transactions that change both: the first time, each waits until the other has changed one. */
async function openCircle(database: TestDatabase) {
  const engine = openPostgres(database.url, SILENT);
  onTestFinished(async () => {
    await engine.close();
    await database.remove();
  });
  await sql`create table circle (name text primary key, value integer not null)`.execute(engine.db);
  await sql`insert into circle values ('a', 0), ('b', 0)`.execute(engine.db);
  let runs = 0;
  let holding = 0;
  const add = (name: string) => sql`update circle set value = value + 1 where name = ${name}`;
  return {
    engine,
    runs: () => runs,
    crosswise: (one: string, other: string) =>
      engine.transact(async (transaction) => {
        runs += 1;
        await add(one).execute(transaction);
        holding += 1;
        while (holding < 2) await pause(5);
        await add(other).execute(transaction);
      }),
  };
}

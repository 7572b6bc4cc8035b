import { Client } from 'pg';
import { expect } from 'vitest';
import type { StoreOptions } from '../../src/store/open-store.ts';
import { type Opened, openNew } from '../store/opened-ledger.ts';
import type { Postgres } from '../support/postgres.ts';
import { createPostgresDatabase } from './postgres-database.ts';

const DEADLOCKS =
  'select cast(deadlocks as integer) as deadlocks from pg_stat_database where datname = current_database()';
const WAITING = `select cast(count(*) as integer) as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

type Work = () => Promise<unknown>;
type TwoProcesses = Awaited<ReturnType<typeof openTwo>>;

/** Two processes on one database. */
export async function openTwo(server: Postgres, options: Partial<StoreOptions> = {}) {
  const first = await openNew(() => createPostgresDatabase(server), options);
  return { first, second: await first.openAgain() };
}

/** The select that holds a send. */
export function sendOf(id: string): string {
  return `select id from sends where id = '${id}' for no key update`;
}

/**
 * Runs pieces of work that meet: a connection of its own holds what a select locks until each of them waits or is done. What one has
 * locked before that, another one may want next.
 *
 * @returns how each of them ended
 */
export async function runWhileHeld(
  select: string,
  { database }: Pick<Opened, 'database'>,
  works: readonly Work[],
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const holder = new Client({ connectionString: database.url });
  await holder.connect();
  await holder.query(`begin; ${select}`);
  const results: Promise<PromiseSettledResult<unknown>[]>[] = [];
  let done = 0;
  for (const work of works) {
    const result = Promise.allSettled([work()]);
    results.push(result);
    void result.then(() => {
      done += 1;
    });
    await expect.poll(async () => done + Number((await database.run(WAITING))[0]?.['waiting'])).toBe(results.length);
  }
  await holder.query('rollback');
  await holder.end();
  return (await Promise.all(results)).flat();
}

/** @returns how often PostgreSQL found that work which met waited for each other, as {@link runWhileHeld} runs it */
export async function deadlocksAt(select: string, processes: TwoProcesses, works: readonly Work[]): Promise<unknown> {
  await runWhileHeld(select, processes.first, works);
  return deadlocksOf(processes);
}

/** @returns how often PostgreSQL found that the two waited for each other; it closes both */
export async function deadlocksOf({ first, second }: TwoProcesses): Promise<unknown> {
  // A connection hands in its counts when it closes.
  await Promise.all([first.close(), second.close()]);
  return (await first.database.run(DEADLOCKS))[0]?.['deadlocks'];
}

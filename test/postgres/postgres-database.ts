import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { TestDatabase } from '../store/test-database.ts';
import type { Postgres } from '../support/postgres.ts';

/** A new, empty database on this server. */
export async function createPostgresDatabase({ urlOf }: Postgres): Promise<TestDatabase> {
  const name = `ledger_${randomUUID().replaceAll('-', '')}`;
  await runOn(urlOf('postgres'), `create database ${name}`);
  return {
    url: urlOf(name),
    run: (statement) => runOn(urlOf(name), statement),
    remove: async () => {
      await runOn(urlOf('postgres'), `drop database ${name} with (force)`);
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

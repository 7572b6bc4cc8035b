import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { ledgerContract } from '../store/ledger-contract.ts';
import type { TestDatabase } from '../store/test-database.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let server: Postgres;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.remove());

ledgerContract('PostgreSQL', () => createPostgresDatabase(server));

async function createPostgresDatabase({ urlOf }: Postgres): Promise<TestDatabase> {
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

async function runOn(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

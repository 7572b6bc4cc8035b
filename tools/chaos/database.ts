import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Postgres } from '../../test/support/postgres.ts';

export type Row = Readonly<Record<string, string | number | null>>;

/** An empty database of one run, and the harness's own look into it. */
export interface Database {
  readonly url: string;
  query(sql: string): Promise<readonly Row[]>;
  /** Changes it behind the bots' backs. */
  change(sql: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param postgres the server to make it in; undefined makes a SQLite file */
export function createDatabase(postgres: Postgres | undefined): Promise<Database> {
  return postgres === undefined ? createSqlite() : createInPostgres(postgres);
}

async function createSqlite(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
  const path = join(folder, 'ledger.db');
  let reader: DatabaseSync | undefined;
  return {
    url: `file:${path}`,
    async query(sql) {
      reader ??= new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
      return reader.prepare(sql).all() as unknown[] as Row[];
    },
    async change(sql) {
      const writer = new DatabaseSync(path, { timeout: 5_000 });
      writer.exec(sql);
      writer.close();
    },
    async remove() {
      reader?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function createInPostgres(postgres: Postgres): Promise<Database> {
  const name = `chaos_${randomBytes(6).toString('hex')}`;
  await ask(postgres.urlOf('postgres'), `create database ${name}`);
  const url = postgres.urlOf(name);
  return {
    url,
    query: (sql) => ask(url, sql),
    change: async (sql) => void (await ask(url, sql)),
    remove: async () => void (await ask(postgres.urlOf('postgres'), `drop database ${name} with (force)`)),
  };
}

/** A line of its own each time: the server may have died since the last one. */
export async function ask(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

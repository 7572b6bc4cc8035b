import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '../../test/support/postgres.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface Database {
  readonly kind: DatabaseKind;
  readonly url: string;
  remove(): Promise<void>;
}

/** Makes empty databases. PostgreSQL is started when the first one is asked for, with fsync on as in production. */
export interface Databases {
  create(kind: DatabaseKind): Promise<Database>;
  close(): Promise<void>;
}

export function createDatabases(folder: string): Databases {
  let server: Promise<Postgres> | undefined;
  let count = 0;

  async function createPostgres(): Promise<Database> {
    server ??= startPostgres({ fsync: true });
    const postgres = await server;
    count += 1;
    const name = `bench_${count}`;
    const admin = (text: string) => administer(postgres.urlOf('postgres'), text);
    await admin(`create database ${name}`);
    return {
      kind: 'postgres',
      url: postgres.urlOf(name),
      remove: () => admin(`drop database ${name} with (force)`),
    };
  }

  return {
    async create(kind) {
      if (kind === 'postgres') return createPostgres();
      const own = await mkdtemp(join(folder, 'ledger-'));
      return {
        kind,
        url: `file:${join(own, 'ledger.db')}`,
        remove: () => rm(own, { recursive: true, force: true }),
      };
    },
    async close() {
      await (await server)?.remove();
    },
  };
}

async function administer(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

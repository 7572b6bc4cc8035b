import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '../../test/support/postgres.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface Database {
  readonly kind: DatabaseKind;
  readonly url: string;
  /** What it takes on the disk, once nobody has it open. */
  bytes(): Promise<number>;
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
    const admin = async (text: string) => void (await ask(postgres.urlOf('postgres'), text));
    await admin(`create database ${name}`);
    return {
      kind: 'postgres',
      url: postgres.urlOf(name),
      async bytes() {
        const rows = await ask(postgres.urlOf(name), 'select pg_database_size(current_database()) as bytes');
        return Number(rows[0]?.['bytes']);
      },
      remove: () => admin(`drop database ${name} with (force)`),
    };
  }

  return {
    async create(kind) {
      if (kind === 'postgres') return createPostgres();
      const own = await mkdtemp(join(folder, 'ledger-'));
      const path = join(own, 'ledger.db');
      return {
        kind,
        url: `file:${path}`,
        // Whoever closes it last moves the log into the file.
        bytes: async () => (await stat(path)).size,
        remove: () => rm(own, { recursive: true, force: true }),
      };
    },
    async close() {
      await (await server)?.remove();
    },
  };
}

async function ask(url: string, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

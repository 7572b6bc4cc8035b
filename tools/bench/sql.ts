import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Database } from './databases.ts';

/** Runs one statement after another on either engine, past the store: for filling millions of rows. */
export interface Sql {
  columns(table: string): Promise<readonly string[]>;
  run(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a database whose tables are made already; nothing that it writes is worth waiting for the disk. */
export function openSql({ kind, url }: Database): Promise<Sql> {
  return kind === 'sqlite' ? onSqlite(url) : onPostgres(url);
}

/** A common table `numbers(n)` from 1 to `count`, to begin a statement with. */
export function numbersTo(count: number): string {
  return `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`;
}

async function onSqlite(url: string): Promise<Sql> {
  const database = new DatabaseSync(url.slice('file:'.length), { enableForeignKeyConstraints: false });
  database.exec('pragma synchronous = off');
  return {
    columns: async (table) =>
      database
        .prepare(`select name from pragma_table_info('${table}')`)
        .all()
        .map(({ name }) => String(name)),
    run: async (text) => database.exec(text),
    close: async () => database.close(),
  };
}

async function onPostgres(url: string): Promise<Sql> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    async columns(table) {
      const text = 'select column_name as name from information_schema.columns where table_name = $1';
      return (await client.query<{ name: string }>(text, [table])).rows.map(({ name }) => name);
    },
    run: async (text) => void (await client.query(text)),
    close: () => client.end(),
  };
}

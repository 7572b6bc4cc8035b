import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Pool, type PoolClient } from 'pg';

export type Row = Readonly<Record<string, unknown>>;
export type Insert = readonly [table: string, row: Row];

/** The least between a handler and the database: prepared statements, one transaction, no layers. */
export interface HandWritten {
  first(table: string): Promise<Row>;
  draft(draftId: string): Promise<unknown>;
  /** All of them or none. */
  insert(inserts: readonly Insert[]): Promise<void>;
}

export function openHandWritten(url: string): HandWritten {
  return url.startsWith('file:') ? onSqlite(url.slice('file:'.length)) : onPostgres(url);
}

function onSqlite(path: string): HandWritten {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string) => {
    const statement = statements.get(text) ?? database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    first: async (table) => prepared(`select * from ${table} limit 1`).get() ?? {},
    draft: async (draftId) =>
      prepared(`select value from cache_entries where namespace = 'drafts' and key = ?`).get(draftId)?.['value'],
    async insert(inserts) {
      prepared('begin immediate').run();
      for (const [table, row] of inserts) {
        prepared(insertText(table, row, () => '?')).run(...(Object.values(row) as SQLInputValue[]));
      }
      prepared('commit').run();
    },
  };
}

const CONNECTIONS = 8;

function onPostgres(url: string): HandWritten {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS });
  const insertAll = async (client: PoolClient, inserts: readonly Insert[]) => {
    await client.query('begin');
    for (const [table, row] of inserts) {
      const text = insertText(table, row, (index) => `$${index + 1}`);
      await client.query({ name: `insert ${table}`, text, values: Object.values(row) });
    }
    await client.query('commit');
  };
  return {
    first: async (table) => (await pool.query<Row>(`select * from ${table} limit 1`)).rows[0] ?? {},
    async draft(draftId) {
      const text = `select value from cache_entries where namespace = 'drafts' and key = $1`;
      return (await pool.query<Row>({ name: 'draft', text, values: [draftId] })).rows[0]?.['value'];
    },
    async insert(inserts) {
      const client = await pool.connect();
      try {
        await insertAll(client, inserts);
      } finally {
        client.release();
      }
    },
  };
}

function insertText(table: string, row: Row, place: (index: number) => string): string {
  const columns = Object.keys(row);
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => place(index)).join(', ')})`;
}

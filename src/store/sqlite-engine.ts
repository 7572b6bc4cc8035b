import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, type SqliteStatement, sql } from 'kysely';
import { behindSince } from './card-rows.ts';
import type { Engine } from './engine.ts';
import { NodeSqliteDialect, whenFree } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

const STATEMENTS_KEPT = 200;

/** Opens the file, and makes its folder when there is none. */
export async function openSqlite(path: string): Promise<Engine> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const database = await openFile(path);
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: kyselyDatabase(database) }) });
  const now = sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`;
  return {
    db,
    now,
    claimLock: sql``,
    greatest: (a, b) => sql<number>`max(${a}, ${b})`,
    jsonRows: (rows) => sql`json_each(${JSON.stringify(rows)}) as item`,
    // Every transaction begins as a writer, so nobody else is in one.
    whileMigrating: (run) => db.transaction().execute(run),
    lockMessages: async () => undefined,
    async raiseVersion(transaction, sendId) {
      const raised = await transaction
        .updateTable('sends')
        .set({ version: sql`version + 1` })
        .where('id', '=', sendId)
        .returning(['version', 'message', 'reports_expected'])
        .executeTakeFirst();
      if (raised === undefined) return undefined;
      await transaction
        .updateTable('cards')
        .set({ wanted_version: raised.version, behind_since: behindSince(now) })
        .where('send_id', '=', sendId)
        .execute();
      return raised;
    },
    announceWork: async () => undefined,
    onWork: () => undefined,
    close: () => db.destroy(),
  };
}

/** Turning on WAL needs the file alone for a moment, so two starts at once wait for each other. */
function openFile(path: string): Promise<DatabaseSync> {
  return whenFree(async () => {
    const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
    try {
      database.exec('pragma journal_mode = wal; pragma synchronous = full');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * A transaction takes the write lock when it begins: one that reads first and writes later fails at once, without waiting,
 * when another process wrote in between.
 */
function kyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = kyselyStatement(database.prepare(text === 'begin' ? 'begin immediate' : text));
      if (statements.size >= STATEMENTS_KEPT) statements.clear();
      statements.set(text, statement);
      return statement;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  };
}

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    throw new TypeError(`SQLite has no column for a ${typeof value}`);
  });
}

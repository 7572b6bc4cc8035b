import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { retryBusy } from './retry-busy.ts';

export interface SqliteFile extends SqliteDatabase {
  /** Whether a transaction is open on it. */
  readonly isTransaction: boolean;
}

const MAX_STATEMENTS = 200;
/**
 * SQLite copies its log into the file when it has so many pages, within a commit. With its standard of 1,000 pages that takes a
 * busy disk 200 to 400 ms, during which the process answers no request; with 250 it is below 40 ms.
 */
const CHECKPOINT_PAGES = 250;

/** Turning on WAL needs the file exclusively for a short time, so two starts at once wait for each other. */
export function openSqliteFile(path: string): Promise<SqliteFile> {
  return retryBusy(async () => {
    const database = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
    try {
      database.exec(
        `pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
      );
      return kyselyFile(database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function kyselyFile(database: DatabaseSync): SqliteFile {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    get isTransaction() {
      return database.isTransaction;
    },
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = kyselyStatement(database.prepare(text));
      if (statements.size >= MAX_STATEMENTS) statements.clear();
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

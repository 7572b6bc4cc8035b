import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { createSqliteDriver } from './driver.ts';
import type { SqliteFile } from './shared-commit.ts';

/** Kysely's SQLite, whose callers share their commits, and which takes a changed table back with its transaction. */
export function createSqliteDialect(file: SqliteFile): Dialect {
  return {
    createAdapter: () => new SharingAdapter(),
    createDriver: () => createSqliteDriver(file),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class SharingAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** Kysely would let only one caller in; here the next one begins before the one before is committed. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

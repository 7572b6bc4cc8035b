import { setImmediate as nextTick } from 'node:timers/promises';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteFile } from './file.ts';
import { retryBusy } from './retry-busy.ts';

/** Kysely's SQLite dialect on one file; it waits without blocking while another process writes. */
export function createSqliteDialect(file: SqliteFile): Dialect {
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => createSqliteDriver(file),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite rolls back schema changes, too; Kysely's adapter does not say so by itself. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The only connection of one file; Kysely hands it to one caller at a time. */
function createSqliteDriver(file: SqliteFile): Driver {
  const command = (sql: string) => retryBusy(() => void file.prepare(sql).run([]));
  const connection: DatabaseConnection = {
    executeQuery: (query) => retryBusy(() => run(file, query)),
    streamQuery() {
      throw new Error('The ledger reads whole results');
    },
  };
  return {
    init: async () => undefined,
    async acquireConnection() {
      // SQLite answers at once: without a pause in between, a queue of callers would block every socket until it is empty.
      await nextTick();
      return connection;
    },
    // Locks for writing first: a transaction that reads and later writes fails when another process wrote in between.
    beginTransaction: () => command('begin immediate'),
    commitTransaction: () => command('commit'),
    async rollbackTransaction() {
      // An error such as a full disk has rolled the transaction back already.
      if (file.isTransaction) await command('rollback');
    },
    releaseConnection: async () => undefined,
    destroy: async () => file.close(),
  };
}

function run<Row>(file: SqliteFile, { sql, parameters }: CompiledQuery): QueryResult<Row> {
  const statement = file.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as Row[] };
  return { numAffectedRows: BigInt(statement.run(parameters).changes), rows: [] };
}

import { DatabaseSync } from 'node:sqlite';

interface SqliteFile {
  readonly path: string;
}

const databases = new Map<string, DatabaseSync>();

function databaseOf({ path }: SqliteFile): DatabaseSync {
  const database = databases.get(path) ?? new DatabaseSync(path, { timeout: 5_000 });
  databases.set(path, database);
  return database;
}

/** Runs SQL behind the ledger's back, as one transaction. */
export function sqlOf(whole: SqliteFile): (sql: string) => number {
  return (sql) => {
    databaseOf(whole).exec(`begin immediate; ${sql}; commit`);
    return 0;
  };
}

export function rowsOf(whole: SqliteFile, sql: string): readonly Record<string, unknown>[] {
  return databaseOf(whole).prepare(sql).all();
}

/** Has the cards show what was changed behind their back. */
export function touch(whole: SqliteFile, messageId: string): void {
  const send = `(select send_id from deliveries where message_id = '${messageId}')`;
  sqlOf(whole)(`update sends set version = version + 1 where id in ${send};
    update cards set wanted_version = wanted_version + 1 where send_id in ${send}`);
}

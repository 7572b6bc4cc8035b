import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An empty database of its own for one test. */
export interface TestDatabase {
  readonly url: string;
  /** Runs a statement past the store, as another program would. */
  run(statement: string): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

export type CreateDatabase = () => Promise<TestDatabase>;

/** A SQLite file in a folder that does not exist before the store is opened. */
export const createSqliteDatabase: CreateDatabase = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const path = join(folder, 'data', 'ledger.db');
  return {
    url: `file:${path}`,
    async run(statement) {
      const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
      try {
        return database.prepare(statement).all();
      } finally {
        database.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

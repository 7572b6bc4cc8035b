import type { CompiledQuery, QueryResult, SqliteDatabase } from 'kysely';
import { whenFree } from './when-free.ts';

export interface SqliteFile extends SqliteDatabase {
  readonly isTransaction: boolean;
}

type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** A transaction of the database that several callers write in, and that one fsync makes last for all of them. */
export interface SharedCommit {
  run<Row>(query: Query): QueryResult<Row>;
  command(sql: string): void;
  isOpen(): boolean;
  /** Begins, unless it is open already. */
  open(): Promise<void>;
  /** Counts the caller in. @returns what resolves once the commit is on the disk, and rejects when it is undone. */
  join(): Promise<void>;
  isFull(): boolean;
  commit(): void;
}

/** Keeps the wait of the first one short, and lets other processes write now and then. */
const LARGEST_GROUP = 32;

export function createSharedCommit(file: SqliteFile): SharedCommit {
  let open: { size: number; readonly committed: PromiseWithResolvers<void> } | undefined;

  function run<Row>({ sql, parameters }: Query): QueryResult<Row> {
    try {
      const statement = file.prepare(sql);
      if (statement.reader) return { rows: statement.all(parameters) as Row[] };
      return { numAffectedRows: BigInt(statement.run(parameters).changes), rows: [] };
    } catch (error) {
      // A full disk and the like undo the whole transaction, not this statement alone.
      if (open !== undefined && !file.isTransaction) undone(error);
      throw error;
    }
  }

  function undone(reason: unknown): void {
    const lost = open;
    open = undefined;
    lost?.committed.promise.catch(() => undefined);
    lost?.committed.reject(reason);
  }

  const command = (sql: string) => void run({ sql, parameters: [] });

  return {
    run,
    command,
    isOpen: () => open !== undefined,
    async open() {
      if (open !== undefined) return;
      // The write lock is taken first: who reads first and writes later fails when another process wrote in between.
      await whenFree(() => command('begin immediate'));
      open = { size: 0, committed: Promise.withResolvers() };
    },
    join() {
      if (open === undefined) throw new Error('The transaction was undone');
      open.size += 1;
      return open.committed.promise;
    },
    isFull: () => open !== undefined && open.size >= LARGEST_GROUP,
    commit() {
      try {
        command('commit');
        open?.committed.resolve();
        open = undefined;
      } catch (error) {
        if (file.isTransaction) command('rollback');
        undone(error);
      }
    },
  };
}

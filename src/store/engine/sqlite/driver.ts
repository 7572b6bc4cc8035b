import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { createSharedCommit, type SqliteFile } from './shared-commit.ts';
import { createTurns } from './turns.ts';
import { whenFree } from './when-free.ts';

/** One caller's turn on the only connection. */
interface Turn extends DatabaseConnection {
  isOver: boolean;
  isInTransaction: boolean;
}

/**
 * Kysely's driver for one SQLite file. Callers take turns; one who is done while others wait leaves the commit to them, so
 * that a busy ledger pays for one fsync where it would pay for thirty. Nobody hears that something is written before it is.
 */
export function createSqliteDriver(file: SqliteFile): Driver {
  const turns = createTurns();
  const shared = createSharedCommit(file);

  function end(turn: Turn): void {
    if (turn.isOver) return;
    turn.isOver = true;
    turn.isInTransaction = false;
    if (shared.isOpen() && (shared.isFull() || !turns.isAnybodyWaiting())) shared.commit();
    turns.pass();
  }

  async function leaveCommitToOthers(turn: Turn): Promise<void> {
    const committed = shared.join();
    end(turn);
    await committed;
  }

  async function execute<Row>(turn: Turn, query: CompiledQuery): Promise<QueryResult<Row>> {
    if (turn.isInTransaction) return shared.run<Row>(query);
    if (turn.isOver) throw new Error('A connection gives one answer or one transaction');
    if (!(shared.isOpen() || turns.isAnybodyWaiting())) return whenFree(() => shared.run<Row>(query));
    await shared.open();
    const result = shared.run<Row>(query);
    await leaveCommitToOthers(turn);
    return result;
  }

  async function acquireConnection(): Promise<Turn> {
    await turns.take();
    const turn: Turn = {
      isOver: false,
      isInTransaction: false,
      executeQuery: (query) => execute(turn, query),
      streamQuery() {
        throw new Error('The ledger gives whole answers');
      },
    };
    return turn;
  }

  return {
    init: async () => undefined,
    acquireConnection,
    async beginTransaction(turn: Turn) {
      await shared.open();
      shared.command('savepoint turn');
      turn.isInTransaction = true;
    },
    async commitTransaction(turn: Turn) {
      shared.command('release turn');
      await leaveCommitToOthers(turn);
    },
    async rollbackTransaction() {
      if (!shared.isOpen()) return;
      shared.command('rollback to turn');
      shared.command('release turn');
    },
    releaseConnection: async (turn: Turn) => end(turn),
    destroy: async () => file.close(),
  };
}

import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { LedgerProblem } from '../../flow/ports/store/ledger-health.ts';
import type { SendRow, Tables } from '../schema/tables.ts';

export type BumpedSend = Pick<SendRow, 'id' | 'message' | 'reports_expected'>;

export type ColumnType = 'text' | 'integer' | 'bigint';

/** What SQLite and PostgreSQL write differently; everything else of the store is written once. */
export interface Engine {
  readonly db: Kysely<Tables>;
  /**
   * Runs work in a transaction, which is committed when the work ends and rolled back when it throws. PostgreSQL ends one of two
   * transactions that wait for each other in a circle; nothing of it is saved, and its work runs again.
   */
  transact<Value>(work: (transaction: Transaction<Tables>) => Promise<Value>): Promise<Value>;
  /** Milliseconds since the epoch by the database's clock, one value for all of a statement. */
  readonly now: RawBuilder<number>;
  /** Ends a select whose rows are about to be claimed: rows that another process has locked are left out. */
  readonly claimLock: RawBuilder<unknown>;
  /**
   * Ends a select, ordered by ID, whose rows are about to be changed: every transaction locks rows in one order, the
   * sender's line before batches before deliveries before sends before cards before quotas, so that no two processes wait for
   * each other in a circle.
   */
  readonly rowLock: RawBuilder<unknown>;
  greatest(a: RawBuilder<number>, b: RawBuilder<number>): RawBuilder<number>;
  /** A condition: the column has one of the values. Its text is the same for any number of values, so it is prepared once. */
  isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean>;
  /** The rows as a table of that name with these columns, to select from. */
  tableOf<Column extends string>(
    name: string,
    columns: Readonly<Record<Column, ColumnType>>,
    rows: readonly Readonly<Record<Column, string | number | null>>[],
  ): RawBuilder<unknown>;
  /**
   * Ends a `from`: for each row so far the `id`s that a select gives, as `name.value`. The select may name columns of that row.
   */
  joinEach(name: string, select: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Runs in a transaction without a time limit; other processes that migrate wait until it ends. */
  whileMigrating(run: (transaction: Transaction<Tables>) => Promise<void>): Promise<void>;
  /**
   * A condition that is always true, and locks these names until the transaction ends. Another transaction that locks one of
   * them waits, and its later statements see what this one wrote. So a response and a report of one message always meet.
   *
   * @param names bases of message IDs, or a word for what they are and a key, such as `batch ` and a token
   */
  lockOn(names: readonly string[]): RawBuilder<boolean>;
  /**
   * Raises by one the version of each send and of the sends that repeat it, whose cards show it, too, and the version that
   * all those cards should show. Locks the sends in the order of their IDs, so it is called once a transaction, with all of
   * them.
   *
   * @returns all sends that were raised
   */
  bumpSendVersions(transaction: Transaction<Tables>, sendIds: readonly string[]): Promise<readonly BumpedSend[]>;
  /**
   * Runs writes that need not see each other's rows, and a read that needs to see none of them. With PostgreSQL it is one
   * statement, which saves a round trip for each.
   */
  writeAndRead<Row>(
    transaction: Transaction<Tables>,
    writes: readonly RawBuilder<unknown>[],
    read: RawBuilder<Row>,
  ): Promise<readonly Row[]>;
  /** A select after which the transaction reads in the order of an index rather than read everything and sort it. */
  readonly readInOrder: RawBuilder<unknown>;
  /** A select that tells other processes, once its transaction is committed, that something is queued. */
  readonly announcement: RawBuilder<unknown>;
  /** Calls `listener` when another process queued something. */
  onWork(listener: () => void): void;
  /** Whether an error of this database says that it cannot hold what it was given, whenever it is tried. */
  refusesForGood(error: unknown): boolean;
  /** What is wrong with the database's file or its disk, as far as it shows without a write; nothing for a server. */
  findFileProblem(): Promise<LedgerProblem | undefined>;
  /** What an error of a write says of the database. */
  problemOf(error: unknown): LedgerProblem;
  close(): Promise<void>;
}

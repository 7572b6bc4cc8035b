import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { SendRow, Tables } from '../schema/tables.ts';

export type BumpedSend = Pick<SendRow, 'id' | 'message' | 'reports_expected'>;

export type ColumnType = 'text' | 'integer' | 'bigint';

/** What SQLite and PostgreSQL say differently; everything else of the store is written once. */
export interface Engine {
  readonly db: Kysely<Tables>;
  /** Milliseconds since the epoch by the database's clock, one value for all of a statement. */
  readonly now: RawBuilder<number>;
  /** Closes a select whose row is about to be claimed. */
  readonly claimLock: RawBuilder<unknown>;
  /**
   * Closes a select, ordered by ID, whose rows are about to be changed: whoever changes several rows takes them in one
   * order, batches before deliveries before sends before cards, so that no two processes wait for each other in a circle.
   */
  readonly rowLock: RawBuilder<unknown>;
  greatest(a: RawBuilder<number>, b: RawBuilder<number>): RawBuilder<number>;
  /** Whether the column holds one of the values; says the same for any number of them. */
  isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean>;
  /** A table of that name with these columns of the rows. */
  tableOf<Column extends string>(
    name: string,
    columns: Readonly<Record<Column, ColumnType>>,
    rows: readonly Readonly<Record<Column, string | number | null>>[],
  ): RawBuilder<unknown>;
  /** Runs in a transaction that may take its time, and that other processes which migrate wait for. */
  whileMigrating(run: (transaction: Transaction<Tables>) => Promise<void>): Promise<void>;
  /**
   * A condition that is always true, and a lock: who asks for the same names waits until this transaction ends, and its
   * later statements see what was written meanwhile. So an answer and a report for one message never pass each other unseen.
   * @param names message IDs up to their colon, or `content ` and what a send says
   */
  lockOn(names: readonly string[]): RawBuilder<boolean>;
  /**
   * Raises by one the version of each send and of those that repeat it, because their cards tell of it too, and has all
   * those cards want it. Locks them in the order of their IDs, so that two processes never wait for each other in a circle:
   * to be called once in a transaction, with all.
   */
  bumpSendVersions(transaction: Transaction<Tables>, sendIds: readonly string[]): Promise<readonly BumpedSend[]>;
  /**
   * Makes writes of which none needs to see another one's rows, and reads what none of them touched: with PostgreSQL one
   * statement, because every one of them is a way there and back.
   */
  writeAndRead<Row>(
    transaction: Transaction<Tables>,
    writes: readonly RawBuilder<unknown>[],
    read: RawBuilder<Row>,
  ): Promise<readonly Row[]>;
  /** Read in a transaction, it tells other processes, once that is committed, that something is queued. */
  readonly announcement: RawBuilder<unknown>;
  /** Calls `listener` when another process queued something. */
  onWork(listener: () => void): void;
  /** Whether an error of this database says that it cannot hold what it was given, whenever it is tried. */
  refusesForGood(error: unknown): boolean;
  close(): Promise<void>;
}

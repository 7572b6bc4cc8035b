import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseError, Pool, type PoolConfig, type QueryConfig } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';

/** A connection keeps what it has prepared, and lists of every length are statements of their own. */
const MOST_PREPARED = 200;
const IS_PLANNED = /^\s*(with|select|insert|update|delete)\b/i;
/** The schema changed under a prepared statement, or somebody put it away. */
const STALE_STATEMENT = new Set(['0A000', '26000']);

/**
 * A pool that has the server plan each statement once a connection, because planning costs more than what is planned. It
 * throws a connection away when something other than the server spoke on it. One whose query timed out is still waiting
 * for the answer: the next to get it would wait for the same, for ever on a line that is cut half-way.
 */
export function createPool(config: PoolConfig, log: Log): PostgresPool {
  const pool = new Pool(config);
  const nameOf = createNames();
  // Without a listener a connection that dies while it is idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  // The pool listens only while a connection is idle. One that dies in use tells its query, and whoever asks next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options: pool.options,
    connect: async () => throwingAway(await pool.connect(), nameOf),
    end: () => pool.end(),
  };
}

/** What Kysely asks of a connection, and statements that have a name. */
interface Connection extends PostgresPoolClient {
  query<Row>(statement: QueryConfig): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
}

/** The same name for the same statement; none for one that is not to be prepared. */
type NameOf = (sql: string) => string | undefined;

function createNames(): NameOf {
  const names = new Map<string, string>();
  return (sql) => {
    if (!names.has(sql) && names.size < MOST_PREPARED && IS_PLANNED.test(sql)) names.set(sql, `s${names.size}`);
    return names.get(sql);
  };
}

function throwingAway(client: Connection, nameOf: NameOf): PostgresPoolClient {
  let broken: Error | undefined;

  async function ask<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (broken !== undefined) throw new Error('The database connection is broken', { cause: broken });
    try {
      return await client.query<Row>({ name: nameOf(sql), text: sql, values: [...parameters] });
    } catch (error) {
      if (!(error instanceof DatabaseError) || STALE_STATEMENT.has(error.code ?? ''))
        broken = error instanceof Error ? error : new Error('no error given');
      throw error;
    }
  }

  function query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(
    sql: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    return typeof sql === 'string' ? ask<Row>(sql, parameters) : client.query(sql);
  }

  return { query, release: (destroy) => client.release(destroy === true || broken !== undefined) };
}

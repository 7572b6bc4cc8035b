import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseError, Pool, type PoolConfig, type QueryConfig } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';

/** A connection keeps its prepared statements in memory, and each length of a list is a statement of its own. */
const MAX_PREPARED = 200;
const IS_PLANNED = /^\s*(with|select|insert|update|delete)\b/i;
/** The schema changed under a prepared statement, or it was deallocated: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const STALE_STATEMENT = new Set(['0A000', '26000']);

/**
 * A pool whose connections prepare each statement once, because planning takes longer than running. It discards a connection
 * after an error that the server did not send: after a timeout the connection still waits for its answer, and the next user
 * would wait for the same one, for ever on a line that is cut half-way.
 */
export function createPool(config: PoolConfig, log: Log): PostgresPool {
  const pool = new Pool(config);
  const nameOf = createNames();
  // Without a listener a connection that dies while it is idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  // The pool listens only while a connection is idle. When one dies in use, its query and the next one fail.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options: pool.options,
    connect: async () => discarding(await pool.connect(), nameOf),
    end: () => pool.end(),
  };
}

/** What Kysely needs of a connection, and statements that have a name. */
interface Connection extends PostgresPoolClient {
  query<Row>(statement: QueryConfig): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
}

/** @returns the same name for the same statement; undefined for one that is not prepared */
type NameOf = (sql: string) => string | undefined;

function createNames(): NameOf {
  const names = new Map<string, string>();
  return (sql) => {
    if (!names.has(sql) && names.size < MAX_PREPARED && IS_PLANNED.test(sql)) names.set(sql, `s${names.size}`);
    return names.get(sql);
  };
}

function discarding(client: Connection, nameOf: NameOf): PostgresPoolClient {
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

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { DatabaseError, Pool, type PoolConfig } from 'pg';
import type { Log } from '../flow/ports.ts';

/**
 * A pool that throws a connection away when something other than the server spoke on it. One whose query timed out is
 * still waiting for the answer: the next to get it would wait for the same, for ever on a line that is cut half-way.
 */
export function createPool(config: PoolConfig, log: Log): PostgresPool {
  const pool = new Pool(config);
  // Without a listener a connection that dies while it is idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  // The pool listens only while a connection is idle. One that dies in use tells its query, and whoever asks next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options: pool.options,
    connect: async () => throwingAway(await pool.connect()),
    end: () => pool.end(),
  };
}

function throwingAway(client: PostgresPoolClient): PostgresPoolClient {
  let broken: Error | undefined;

  async function ask<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (broken !== undefined) throw new Error('The database connection is broken', { cause: broken });
    try {
      return await client.query<Row>(sql, parameters);
    } catch (error) {
      if (!(error instanceof DatabaseError)) broken = error instanceof Error ? error : new Error('no error given');
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

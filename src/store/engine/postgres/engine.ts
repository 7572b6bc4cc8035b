import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely';
import { DatabaseError, type PoolConfig, types } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';
import type { Tables } from '../../schema/tables.ts';
import { behindSince } from '../behind-since.ts';
import type { BumpedSend, ColumnType, Engine } from '../engine.ts';
import { postgresProblemOf } from './ledger-problem.ts';
import { createPool } from './pool.ts';
import { createTransact } from './transact.ts';
import { createWorkChannel } from './work-channel.ts';

/** Small databases take 20; a deploy has two processes at once, each with one more connection that listens. */
const MAX_CONNECTIONS = 8;
const STATEMENT_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 3000;
/**
 * A plan lasts as long as its connection, and a table that was nearly empty when it was planned may be large by now: whatever
 * can use an index does. Compiling a plan (JIT) would take longer than running it.
 */
const PLANNER_OPTIONS = '-c enable_seqscan=off -c jit=off';
/** A database may have another default, under which statements that meet fail in place of waiting. */
const ISOLATION_OPTION = '-c default_transaction_isolation=read\\ committed';
/** Any number that no other program on the database is likely to lock. */
const MIGRATION_LOCK = 8_241_953;
const INT8 = 20;
/**
 * Data that it cannot read (class 22), that breaks a constraint (23), or that is beyond a limit (54).
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REFUSALS = /^(?:22|23|54)/;

/**
 * Connects on first use; connections that die are replaced.
 *
 * @param url `postgres://…`
 */
export function openPostgres(url: string, log: Log): Engine {
  const shared: PoolConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    // Times and counts stay far below 2^53.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)) },
  };
  const db = kyselyOf(
    {
      ...shared,
      max: MAX_CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // For a line that is cut half-way: the server's own limit would never arrive.
      query_timeout: STATEMENT_TIMEOUT_MS + 1000,
      options: `${PLANNER_OPTIONS} ${ISOLATION_OPTION}`,
    },
    log,
  );
  const now = sql<number>`cast(extract(epoch from statement_timestamp()) * 1000 as bigint)`;
  const workChannel = createWorkChannel(url, log);
  return {
    db,
    transact: createTransact(db, log),
    now,
    claimLock: sql`for update skip locked`,
    rowLock: sql`for no key update`,
    greatest: (a, b) => sql<number>`greatest(${a}, ${b})`,
    isOneOf,
    tableOf(name, columns, rows) {
      const typed = Object.entries<ColumnType>(columns).map(
        ([column, type]) => sql`${sql.ref(column)} ${sql.raw(type)}`,
      );
      return sql`json_to_recordset(cast(${JSON.stringify(rows)} as json)) as ${sql.ref(name)} (${sql.join(typed)})`;
    },
    joinEach: (name, select) => sql`cross join lateral (${select}) as ${sql.ref(name)} (value)`,
    async whileMigrating(run) {
      const unlimited = kyselyOf({ ...shared, max: 1, options: ISOLATION_OPTION }, log);
      try {
        await checkEncoding(unlimited);
        await unlimited.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
          await run(transaction);
        });
      } finally {
        await unlimited.destroy();
      }
    },
    // Runs once a statement, because it depends on no row.
    lockOn: (names) => sql<boolean>`(
      select count(pg_advisory_xact_lock(key)) from (
        select distinct hashtextextended(name, 0) as key from unnest(cast(${names} as text[])) as name order by 1
      ) as keys
    ) >= 0`,
    bumpSendVersions: (transaction, sendIds) => raiseVersions(now, transaction, sendIds),
    async writeAndRead<Row>(
      transaction: Transaction<Tables>,
      writes: readonly RawBuilder<unknown>[],
      read: RawBuilder<Row>,
    ) {
      const parts = writes.map((write, index) => sql`${sql.ref(`write_${index}`)} as (${write})`);
      return (await sql<Row>`with ${sql.join(parts)} ${read}`.execute(transaction)).rows;
    },
    // PostgreSQL sorts all that it takes for a few rows, and of a table that just grew it knows too little.
    readInOrder: sql`select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`,
    announcement: workChannel.announcement,
    onWork: (listener) => workChannel.listen(listener),
    refusesForGood: (error) => error instanceof DatabaseError && REFUSALS.test(error.code ?? ''),
    findFileProblem: async () => undefined,
    problemOf: postgresProblemOf,
    async close() {
      await workChannel.close();
      await db.destroy();
    },
  };
}

async function raiseVersions(
  now: Engine['now'],
  transaction: Transaction<Tables>,
  sendIds: readonly string[],
): Promise<readonly BumpedSend[]> {
  const { rows } = await sql<BumpedSend>`
    with held as materialized (
      select id from sends where ${isOneOf(sql`id`, sendIds)} or ${isOneOf(sql`parent_id`, sendIds)}
      order by id for no key update
    ), raised as (
      update sends set version = version + 1 from held where sends.id = held.id
      returning sends.id, version, message, reports_expected
    ), wanted as (
      update cards set wanted_version = raised.version, behind_since = ${behindSince(now)}
      from raised where cards.send_id = raised.id
    )
    select id, message, reports_expected from raised`.execute(transaction);
  return rows;
}

function isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${column} = any(cast(${values} as text[]))`;
}

/** Messages are in every script, and a database of another encoding refuses most of them. */
async function checkEncoding(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new Error(
    `The PostgreSQL database has the encoding ${encoding} and cannot hold every message. Create one with: create database NAME encoding 'UTF8' template template0`,
  );
}

function kyselyOf(config: PoolConfig, log: Log): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(config, log) }) });
}

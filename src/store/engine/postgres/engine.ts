import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely';
import { DatabaseError, type PoolConfig, types } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';
import { behindSince } from '../../cards/card-rows.ts';
import type { Tables } from '../../schema/tables.ts';
import type { BumpedSend, ColumnType, Engine } from '../engine.ts';
import { createPool } from './pool.ts';
import { createWorkChannel } from './work-channel.ts';

/** Small databases take twenty; a deploy has two processes at once, each with one more that listens. */
const CONNECTIONS = 8;
const STATEMENT_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 3000;
/**
 * A plan is kept as long as its connection, and a table that was nearly empty when it was made may be large by now: what
 * can go by an index always does. Compiling a plan would take longer than running it.
 */
const LASTING_PLANS = '-c enable_seqscan=off -c jit=off';
/** A number of our own, so that no other program on the database waits for the same lock. */
const MIGRATION_LOCK = 8_241_953;
const INT8 = 20;
/**
 * Data that it cannot read (class 22), that breaks a constraint (23), or that is beyond a limit (54).
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const REFUSALS = /^(?:22|23|54)/;

/** Connects on first use; connections that die are replaced. */
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
      max: CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // For a line that is cut half-way, where the server's own limit is never heard of.
      query_timeout: STATEMENT_TIMEOUT_MS + 1000,
      options: LASTING_PLANS,
    },
    log,
  );
  const now = sql<number>`cast(extract(epoch from statement_timestamp()) * 1000 as bigint)`;
  const workChannel = createWorkChannel(url, log);
  return {
    db,
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
    async whileMigrating(run) {
      const patient = kyselyOf({ ...shared, max: 1 }, log);
      try {
        await patient.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
          await run(transaction);
        });
      } finally {
        await patient.destroy();
      }
    },
    // Asked for once a statement, because it depends on no row.
    lockOn: (names) => sql<boolean>`(
      select count(pg_advisory_xact_lock(key)) from (
        select distinct hashtextextended(name, 0) as key from unnest(cast(${names} as text[])) as name order by 1
      ) as keys
    ) >= 0`,
    async bumpSendVersions(transaction, sendIds) {
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
    },
    async writeAndRead<Row>(
      transaction: Transaction<Tables>,
      writes: readonly RawBuilder<unknown>[],
      read: RawBuilder<Row>,
    ) {
      const parts = writes.map((write, index) => sql`${sql.ref(`write_${index}`)} as (${write})`);
      return (await sql<Row>`with ${sql.join(parts)} ${read}`.execute(transaction)).rows;
    },
    announcement: workChannel.announcement,
    onWork: (listener) => workChannel.listen(listener),
    refusesForGood: (error) => error instanceof DatabaseError && REFUSALS.test(error.code ?? ''),
    async close() {
      await workChannel.close();
      await db.destroy();
    },
  };
}

function isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${column} = any(cast(${values} as text[]))`;
}

function kyselyOf(config: PoolConfig, log: Log): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(config, log) }) });
}

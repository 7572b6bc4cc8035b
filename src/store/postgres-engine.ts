import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types } from 'pg';
import type { Log } from '../flow/ports.ts';
import type { Engine } from './engine.ts';
import { createWorkChannel } from './postgres-work-channel.ts';
import type { Tables } from './tables.ts';

const CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 3000;
const MIGRATION_TIMEOUT_MS = 60_000;
/** A number of our own, so that no other program on the database waits for the same lock. */
const MIGRATION_LOCK = 8_241_953;
const INT8 = 20;

/** Connects on first use; connections that die are replaced. */
export async function openPostgres(url: string, log: Log): Promise<Engine> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1000,
    keepAlive: true,
    // Times and counts stay far below 2^53.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  // Without a listener a connection that dies while it is idle would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const workChannel = createWorkChannel(url, log);
  return {
    db,
    now: sql<number>`cast(extract(epoch from statement_timestamp()) * 1000 as bigint)`,
    claimLock: sql`for update skip locked`,
    greatest: (a, b) => sql<number>`greatest(${a}, ${b})`,
    jsonRows: (rows) => sql`json_array_elements(cast(${JSON.stringify(rows)} as json)) as item (value)`,
    async lockMigrations(transaction) {
      await sql`set local statement_timeout = ${sql.lit(MIGRATION_TIMEOUT_MS)}`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
    },
    async lockMessages(transaction, bases) {
      if (bases.length === 0) return;
      await sql`
        select pg_advisory_xact_lock(key) from (
          select distinct hashtextextended(base, 0) as key from unnest(cast(${bases} as text[])) as base order by 1
        ) as keys`.execute(transaction);
    },
    announceWork: (transaction) => workChannel.announce(transaction),
    onWork: (listener) => workChannel.listen(listener),
    async close() {
      await workChannel.close();
      await db.destroy();
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, type RawBuilder, sql } from 'kysely';
import { behindSince } from '../../cards/card-rows.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Engine } from '../engine.ts';
import { createSqliteDialect } from './driver.ts';
import { sqliteCodeOf } from './error-code.ts';
import { openSqliteFile } from './file.ts';

/**
 * SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH.
 * @see https://sqlite.org/rescode.html
 */
const REFUSALS: ReadonlySet<number> = new Set([18, 19, 20]);

/** Opens the file, and makes its folder when there is none. */
export async function openSqlite(path: string): Promise<Engine> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(await openSqliteFile(path)) });
  const now = sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`;
  return {
    db,
    now,
    claimLock: sql``,
    rowLock: sql``,
    greatest: (a, b) => sql<number>`max(${a}, ${b})`,
    isOneOf,
    tableOf(name, columns, rows) {
      const read = Object.keys(columns).map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`);
      return sql`(select ${sql.join(read)} from json_each(${JSON.stringify(rows)})) as ${sql.ref(name)}`;
    },
    // Every transaction begins as a writer, so nobody else is in one.
    whileMigrating: (run) => db.transaction().execute(run),
    // Whoever writes is alone.
    lockOn: () => sql<boolean>`true`,
    async bumpSendVersions(transaction, sendIds) {
      const raised = await transaction
        .updateTable('sends')
        .set({ version: sql`version + 1` })
        .where(sql<boolean>`${isOneOf(sql`id`, sendIds)} or ${isOneOf(sql`parent_id`, sendIds)}`)
        .returning(['id', 'message', 'reports_expected'])
        .execute();
      await sql`
        update cards set wanted_version = sends.version, behind_since = ${behindSince(now)}
        from sends where sends.id = cards.send_id and ${isOneOf(
          sql`cards.send_id`,
          raised.map(({ id }) => id),
        )}`.execute(transaction);
      return raised;
    },
    async writeAndRead(transaction, writes, read) {
      for (const write of writes) await write.execute(transaction);
      return (await read.execute(transaction)).rows;
    },
    // Nobody else has the file open.
    announcement: sql`select 1`,
    onWork: () => undefined,
    // A TypeError is our own: a value that no column takes.
    refusesForGood: (error) => error instanceof TypeError || REFUSALS.has(sqliteCodeOf(error) ?? 0),
    close: () => db.destroy(),
  };
}

function isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

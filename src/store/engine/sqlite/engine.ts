import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, type RawBuilder, sql } from 'kysely';
import type { Log } from '../../../flow/ports/log.ts';
import type { Tables } from '../../schema/tables.ts';
import { behindSince } from '../behind-since.ts';
import type { ColumnType, Engine } from '../engine.ts';
import { createSqliteDialect } from './driver.ts';
import { sqliteCodeOf } from './error-code.ts';
import { openSqliteFile } from './file.ts';
import { createFileWatch } from './file-watch.ts';
import { sqliteProblemOf } from './ledger-problem.ts';
import { makePrivate } from './private-file.ts';

/**
 * SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH.
 * @see https://sqlite.org/rescode.html
 */
const REFUSALS: ReadonlySet<number> = new Set([18, 19, 20]);

/** Opens the file; creates it and its folder, for this user alone, when they do not exist. */
export async function openSqlite(path: string, log: Log): Promise<Engine> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await makePrivate(path, log);
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(await openSqliteFile(path)) });
  const findFileProblem = await createFileWatch(path);
  const now = sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`;
  return {
    db,
    // There is one writer at a time, so none waits in a circle.
    transact: (work) => db.transaction().execute(work),
    now,
    claimLock: sql``,
    rowLock: sql``,
    greatest: (a, b) => sql<number>`max(${a}, ${b})`,
    isOneOf,
    tableOf(name, columns, rows) {
      // Cast, because SQLite compares every row with every other where a side of a join has no type.
      const read = Object.entries<ColumnType>(columns)
        .map(([column, type]) => `cast(value ->> '${column}' as ${type}) as "${column}"`)
        .join(', ');
      return sql`(select ${sql.raw(read)} from json_each(${JSON.stringify(rows)})) as ${sql.ref(name)}`;
    },
    joinEach: (name, select) =>
      sql`cross join json_each((select json_group_array(id) from (${select}))) as ${sql.ref(name)}`,
    // Every transaction begins as the only writer.
    whileMigrating: (run) => db.transaction().execute(run),
    // There is one writer at a time.
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
    readInOrder: sql`select 1`,
    // One process has the file open.
    announcement: sql`select 1`,
    onWork: () => undefined,
    // A TypeError is our own: a value that no column takes.
    refusesForGood: (error) => error instanceof TypeError || REFUSALS.has(sqliteCodeOf(error) ?? 0),
    findFileProblem,
    problemOf: sqliteProblemOf,
    close: () => db.destroy(),
  };
}

function isOneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

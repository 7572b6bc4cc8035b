import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { behindSince } from './card-rows.ts';
import type { Engine } from './engine.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { openSqliteFile } from './sqlite-file.ts';
import type { Tables } from './tables.ts';

/** Opens the file, and makes its folder when there is none. */
export async function openSqlite(path: string): Promise<Engine> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(await openSqliteFile(path)) });
  const now = sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`;
  return {
    db,
    now,
    claimLock: sql``,
    greatest: (a, b) => sql<number>`max(${a}, ${b})`,
    jsonRows: (rows) => sql`json_each(${JSON.stringify(rows)}) as item`,
    // Every transaction begins as a writer, so nobody else is in one.
    whileMigrating: (run) => db.transaction().execute(run),
    lockMessages: async () => undefined,
    async raiseVersions(transaction, sendIds) {
      const ids = sql<string>`(select value from json_each(${JSON.stringify(sendIds)}))`;
      const raised = await transaction
        .updateTable('sends')
        .set({ version: sql`version + 1` })
        .where('id', 'in', ids)
        .returning(['id', 'message', 'reports_expected'])
        .execute();
      await sql`
        update cards set wanted_version = sends.version, behind_since = ${behindSince(now)}
        from sends where sends.id = cards.send_id and cards.send_id in ${ids}`.execute(transaction);
      return raised;
    },
    announceWork: async () => undefined,
    onWork: () => undefined,
    close: () => db.destroy(),
  };
}

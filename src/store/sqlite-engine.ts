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
    async raiseVersion(transaction, sendId) {
      const raised = await transaction
        .updateTable('sends')
        .set({ version: sql`version + 1` })
        .where('id', '=', sendId)
        .returning(['version', 'message', 'reports_expected'])
        .executeTakeFirst();
      if (raised === undefined) return undefined;
      await transaction
        .updateTable('cards')
        .set({ wanted_version: raised.version, behind_since: behindSince(now) })
        .where('send_id', '=', sendId)
        .execute();
      return raised;
    },
    announceWork: async () => undefined,
    onWork: () => undefined,
    close: () => db.destroy(),
  };
}

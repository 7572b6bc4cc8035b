import { sql } from 'kysely';
import type { Log } from '../flow/ports/log.ts';
import { openEngine } from './open-engine.ts';

/** Connects to the database and reads from it, without changing its schema. Throws when it cannot. @param url as in `StoreOptions` */
export async function pingDatabase(url: string, log: Log): Promise<void> {
  const engine = await openEngine(url, log);
  try {
    await sql`select 1`.execute(engine.db);
  } finally {
    await engine.close();
  }
}

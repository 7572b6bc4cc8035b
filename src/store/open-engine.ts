import type { Log } from '../flow/ports/log.ts';
import type { Engine } from './engine/engine.ts';
import { openSqlite } from './engine/sqlite/engine.ts';

/** The database of a URL. @param url as in `StoreOptions` */
export async function openEngine(url: string, log: Log): Promise<Engine> {
  if (url.startsWith('file:')) return openSqlite(url.slice('file:'.length), log);
  // Loaded only when it is used: it would slow the start of a bot on SQLite.
  const { openPostgres } = await import('./engine/postgres/engine.ts');
  return openPostgres(url, log);
}

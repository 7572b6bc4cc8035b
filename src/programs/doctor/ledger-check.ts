import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorMessage } from '../../core/error-message.ts';
import { pingDatabase } from '../../store/ping-database.ts';
import { type Check, SILENT } from './finding.ts';

/** Whether the ledger can be used; it makes no file and changes no schema, which is for the bot's start. */
export function checkLedger(url: string): Check {
  return async () => {
    try {
      if (url.startsWith('file:')) return await fileFinding(resolve(url.slice('file:'.length)), url);
      await pingDatabase(url, SILENT);
      return { state: 'well', says: 'The ledger answers (PostgreSQL).' };
    } catch (error) {
      return {
        state: 'broken',
        says: `The ledger does not answer (${reasonOf(error)}).`,
        fix: url.startsWith('file:')
          ? 'Check DATABASE_URL, and that the bot’s user may write to that file and its folder.'
          : 'Check DATABASE_URL, that the database runs, and that this machine may connect to it.',
      };
    }
  };
}

async function fileFinding(path: string, url: string): ReturnType<Check> {
  await access(await nearest(dirname(path)), constants.W_OK | constants.X_OK);
  if ((await nearest(path)) !== path) return { state: 'well', says: 'The ledger is made at the first start (SQLite).' };
  await access(path, constants.R_OK | constants.W_OK);
  await pingDatabase(url, SILENT);
  return { state: 'well', says: 'The ledger answers (SQLite).' };
}

/** The path, or the folder above it that exists. */
async function nearest(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(path) === path) throw error;
    return nearest(dirname(path));
  }
}

/** A code of the system or of PostgreSQL, whose sentences can hold an address or a user; SQLite's sentence, which holds none. */
function reasonOf(error: unknown): string {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return code === undefined || code === 'ERR_SQLITE_ERROR' ? errorMessage(error) : code;
}

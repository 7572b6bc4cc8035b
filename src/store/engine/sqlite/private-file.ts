import { chmod, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../../../flow/ports/log.ts';

/** The database, and the log and index that SQLite keeps beside it. */
const SUFFIXES = ['', '-wal', '-shm'] as const;

const OWNER_ONLY = 0o600;
/** The bits of a folder's mode that let its group or others write in it. */
const OTHERS_WRITE = 0o022;

/**
 * Creates the database's file for its owner alone, whatever the umask is, and takes rights of others away from files that exist:
 * they hold whole numbers and messages. SQLite gives the files beside it the same rights.
 *
 * @param log gets a warning when other users could replace the file, or when its rights cannot be changed
 */
export async function makePrivate(path: string, log: Log): Promise<void> {
  try {
    await (await open(path, 'a', OWNER_ONLY)).close();
    for (const suffix of SUFFIXES) await chmodIfThere(`${path}${suffix}`);
  } catch (error) {
    // When it cannot be opened at all, SQLite says why.
    log.warn({ code: (error as NodeJS.ErrnoException).code }, 'rights of the ledger file could not be set');
  }
  const { mode } = await stat(dirname(path));
  // Windows has no such bits.
  if (process.platform !== 'win32' && (mode & OTHERS_WRITE) !== 0)
    log.warn({ mode: (mode & 0o777).toString(8) }, 'other users may write in the folder of the ledger');
}

async function chmodIfThere(path: string): Promise<void> {
  await chmod(path, OWNER_ONLY).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

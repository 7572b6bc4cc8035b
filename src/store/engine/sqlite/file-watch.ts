import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LedgerProblem } from '../../../flow/ports/store/ledger-health.ts';

/** A send takes some 100 kB with SQLite's log; SQLite may reuse space for a smaller write when there is none for a send. */
const MIN_FREE_BYTES = 1_000_000;

/**
 * Watches the files that an open database writes to, itself and its log, and the space on their disk. Deleted files can be
 * written until they are closed, and nothing of that is found again.
 *
 * @param path of a database that is open
 * @param freeBytesAt how many bytes are free on the disk of a file
 * @returns a function that finds what is wrong with them; the log is compared with what it was when it was first there
 */
export async function createFileWatch(
  path: string,
  freeBytesAt = freeBytes,
): Promise<() => Promise<LedgerProblem | undefined>> {
  const known = new Map([[path, await identityOf(path)]]);

  async function isGone(file: string): Promise<boolean> {
    const identity = await identityOf(file);
    const before = known.get(file) ?? identity;
    if (before !== undefined) known.set(file, before);
    return identity !== before;
  }

  return async () => {
    if ((await isGone(path)) || (await isGone(`${path}-wal`))) return 'file_gone';
    return (await freeBytesAt(path)) < MIN_FREE_BYTES ? 'disk_full' : undefined;
  };
}

async function identityOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && `${found.dev} ${found.ino}`;
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
}

import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/result.ts';

/** What a file holds, or why it cannot be read. */
export type FileText = Result<string, 'missing' | 'unreadable'>;

/**
 * Reads a file, and again after each change of it.
 *
 * @param onRead gets the text, or why there is none; called before the promise resolves, and one call at a time.
 * @param pollMs how often the file is looked at; a look costs one `stat` and keeps no process alive.
 * @returns what stops looking for changes.
 */
export async function watchText(path: string, onRead: (text: FileText) => void, pollMs = 1_000): Promise<() => void> {
  const read = async (): Promise<void> => onRead(await readText(path));
  let reading = Promise.resolve();
  const onLook = (now: Stats, before: Stats): void => {
    if (!isSameFile(now, before)) reading = reading.then(read);
  };
  // Watched before it is read: a change in between is seen, and costs at most a second reading.
  watchFile(path, { persistent: false, interval: pollMs }, onLook);
  await read();
  return () => unwatchFile(path, onLook);
}

async function readText(path: string): Promise<FileText> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return fail(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable');
  }
}

/** Reading a file changes the time of its last access, so that alone is no change. */
function isSameFile(now: Stats, before: Stats): boolean {
  return now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino;
}

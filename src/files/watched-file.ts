import { readFile, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/result.ts';

/** What a file holds, or why it cannot be read. */
export type FileText = Result<string, 'missing' | 'unreadable'>;

/**
 * Reads a file, and again after each change of it. A file that is being written is first empty and then has a part of its text, so
 * it is read once two looks in a row found it the same.
 *
 * @param onRead gets the text, or why there is none; called before the promise resolves, and one call at a time.
 * @param pollMs how often the file is looked at; a look costs one `stat` and keeps no process alive.
 * @returns what stops looking for changes.
 */
export async function watchText(path: string, onRead: (text: FileText) => void, pollMs = 1_000): Promise<() => void> {
  // Looked at before it is read: a change in between is seen, and costs at most a second reading.
  let read = await lookAt(path);
  onRead(await readText(path));
  let before = read;
  let isClosed = false;
  let timer = setTimeout(look, pollMs).unref();

  async function look(): Promise<void> {
    const now = await lookAt(path);
    const isAtRest = now === before;
    before = now;
    if (isAtRest && now !== read) {
      read = now;
      const text = await readText(path);
      if (!isClosed) onRead(text);
    }
    if (!isClosed) timer = setTimeout(look, pollMs).unref();
  }

  return () => {
    isClosed = true;
    clearTimeout(timer);
  };
}

/**
 * What is another after each change. Reading a file changes the time of its last access, so that is no part of it.
 *
 * @returns undefined where there is no file
 */
async function lookAt(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return [ino, mtimeMs, size].join(' ');
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<FileText> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return fail(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable');
  }
}

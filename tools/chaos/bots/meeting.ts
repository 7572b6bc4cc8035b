import { existsSync, writeFileSync } from 'node:fs';
import { until } from '../wait.ts';

/** The other process looks for work of its own accord; on a busy machine that takes a while. */
const OTHER_COMES_MS = 30_000;

/** Comes back when the other process has read the same, too; whoever read last comes back after the first has written. */
type Meet = (what: string, hasFirstWritten: () => boolean) => Promise<void>;

/**
 * Makes two processes stand between the same read and write, which chance hardly ever does. They meet through files beside
 * the database, once in their lives; when the other does not come, the one that waits goes on.
 */
export function createMeeting(path: string): Meet {
  let hasMet = false;
  return async (what, hasFirstWritten) => {
    if (hasMet) return;
    const [first, second] = [`${path}.${what}.first`, `${path}.${what}.second`];
    const isFirst = create(first);
    if (!isFirst && !create(second)) return;
    const isOver = isFirst ? () => existsSync(second) : hasFirstWritten;
    hasMet = await until('the other process', isOver, OTHER_COMES_MS).catch(() => false);
  };
}

function create(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Runs one call at a time, in the order in which they came. */
export function oneAfterTheOther<Args extends readonly unknown[], Value>(
  run: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const next = last.then(() => run(...args));
    last = next.catch(() => undefined);
    return next;
  };
}

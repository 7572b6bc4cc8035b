import { setTimeout as pause } from 'node:timers/promises';

/** With SQLite the process does nothing else while a piece is written; a busy disk takes ten times as long for it as a quiet one. */
const PIECE_MS = 20;
/** Few, because each is a statement of its own that is prepared once. */
const SIZES = [20, 40, 80, 160, 320] as const;
const FIRST_SIZE = 40;

/**
 * Writes in pieces what must not take long at once; after each it rests for as long as that took. A piece has as many rows as
 * take some 20 ms.
 *
 * @param write writes one piece of at most so many rows, and returns how many these were; undefined when nothing is left to do
 * @param stopped aborted when the process stops: the rest is left for the next time
 * @returns how many rows were written
 */
export async function inPieces(
  write: (maxRows: number) => Promise<number | undefined>,
  stopped: AbortSignal | undefined,
): Promise<number> {
  let written = 0;
  let size: number = FIRST_SIZE;
  while (stopped?.aborted !== true) {
    const startedAt = performance.now();
    const count = await write(size);
    if (count === undefined) break;
    written += count;
    const tookMs = performance.now() - startedAt;
    size = sizeAfter(size, tookMs);
    await pause(tookMs);
  }
  return written;
}

/** @returns how many rows the next piece has at most, after one of so many took so long: twice as many, or what fits in 20 ms */
export function sizeAfter(size: number, tookMs: number): number {
  const fits = Math.min(size * 2, (size * PIECE_MS) / tookMs);
  return SIZES.findLast((one) => one <= fits) ?? SIZES[0];
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collected once so many bytes of refused bodies may lie about. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Node reads a socket in pieces of at most this size, so no more is copied of a body that is refused by its head. */
export const MAX_READ_BYTES = 64 * 1024;

/**
 * Counts what was copied of bodies that were turned away, and has the young objects collected in time. V8 does that by
 * itself only when 8 MB of objects are full, which these copies do not count for: a flood would hold 100 MB until then.
 *
 * @returns adds the bytes that were copied of one body
 */
export function createRefusedBytes(): (copiedBytes: number) => void {
  let bytes = 0;
  let collect: NodeJS.GCFunction | undefined;
  return (copiedBytes) => {
    bytes += copiedBytes;
    if (bytes < MAX_BYTES) return;
    bytes = 0;
    collect ??= garbageCollector();
    collect({ type: 'minor' });
  };
}

/** The collector that the flag gives to every new context: so the program needs no flag to start. */
function garbageCollector(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as NodeJS.GCFunction;
}

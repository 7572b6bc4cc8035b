import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const BYTES = Buffer.alloc(4096);
const EVERY_MS = 10;

/** Runs in a thread of its own, so that it waits for the machine and for nothing that the test does. */
if (!isMainThread) {
  const folder = mkdtempSync(join(tmpdir(), 'disk-probe-'));
  const file = openSync(join(folder, 'file'), 'w');
  let longestMs = 0;
  let isAsked = false;
  parentPort?.once('message', () => {
    isAsked = true;
  });
  while (!isAsked) {
    const startedAt = performance.now();
    writeSync(file, BYTES, 0, BYTES.length, 0);
    fsyncSync(file);
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    await pause(EVERY_MS);
  }
  closeSync(file);
  rmSync(folder, { recursive: true });
  parentPort?.postMessage(longestMs);
}

/**
 * Writes 4 kB to the disk over and over, beside what is measured.
 *
 * @returns a function that ends it and says how many milliseconds the longest of these writes took, with whatever else the
 * machine does
 */
export function probeDisk(): () => Promise<number> {
  const worker = new Worker(new URL(import.meta.url));
  return () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage('end');
    });
}

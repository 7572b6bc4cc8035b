import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../core/result.ts';

export type BodyProblem =
  | 'too_large'
  | 'too_slow'
  /** The sender went away before the end. */
  | 'broken_off'
  /** It was the largest of the bodies that were being read when there was memory for one less. */
  | 'no_room';

/** Reads a body to its end, or gives up on it. @param maxBytes the largest body that is taken. */
export type ReadBody = (request: IncomingMessage, maxBytes: number) => Promise<Result<Buffer, BodyProblem>>;

interface Limits {
  /** The longest wait for the end of one body, in milliseconds. */
  readonly timeoutMs: number;
  /** Memory that all bodies that are being read may take together. */
  readonly maxTotalBytes: number;
}

/** A body that is being read. */
interface Reading {
  /** What it announced: the memory that is kept for it. */
  readonly bytes: number;
  giveUp(problem: BodyProblem): void;
}

/**
 * Reads bodies within one budget of memory, counted by what they announce before anything of them is read. When a body
 * does not fit, the largest one is given up, the new one if it is as large: so a flood of large bodies stops itself, and
 * a small body (a command is 1 kB) is read whatever the others do.
 */
export function createBodyReader({ timeoutMs, maxTotalBytes }: Limits): ReadBody {
  const readings = new Set<Reading>();
  let totalBytes = 0;

  function begin(reading: Reading): void {
    readings.add(reading);
    totalBytes += reading.bytes;
    while (totalBytes > maxTotalBytes) largestOf(readings)?.giveUp('no_room');
  }

  function end(reading: Reading): boolean {
    const isFirstEnd = readings.delete(reading);
    if (isFirstEnd) totalBytes -= reading.bytes;
    return isFirstEnd;
  }

  return (request, maxBytes) => {
    const announced = announcedBytes(request);
    if (announced === 0) return Promise.resolve(ok(Buffer.alloc(0)));
    if (announced > maxBytes && announced < Number.POSITIVE_INFINITY) return Promise.resolve(fail('too_large'));
    return new Promise((resolve) => {
      let buffer: Buffer | undefined;
      let length = 0;
      const settle = (result: Result<Buffer, BodyProblem>) => {
        if (!end(reading)) return;
        clearTimeout(timer);
        request.off('data', take);
        buffer = undefined;
        resolve(result);
      };
      const reading: Reading = {
        bytes: Math.min(announced, maxBytes),
        giveUp: (problem) => settle(fail(problem)),
      };
      const take = (chunk: Buffer) => {
        if (length + chunk.length > maxBytes) return reading.giveUp('too_large');
        // One buffer: chunks that are kept take hundreds of bytes more each, and a sender may make them of one byte.
        buffer ??= Buffer.allocUnsafeSlow(reading.bytes);
        length += chunk.copy(buffer, length);
      };
      const timer = setTimeout(() => reading.giveUp('too_slow'), timeoutMs);
      begin(reading);
      if (!readings.has(reading)) return;
      request
        .on('data', take)
        .on('end', () => settle(ok(buffer?.subarray(0, length) ?? Buffer.alloc(0))))
        .on('close', () => reading.giveUp('broken_off'))
        .on('error', () => reading.giveUp('broken_off'));
    });
  };
}

/** Infinite for a body that comes in chunks. */
function announcedBytes({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers['content-length'] ?? 0);
}

/** Of several that are as large, the newest. */
function largestOf(readings: Iterable<Reading>): Reading | undefined {
  let largest: Reading | undefined;
  for (const reading of readings) if (largest === undefined || reading.bytes >= largest.bytes) largest = reading;
  return largest;
}

import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Where lines go. Taking one never throws and never ends the process, whatever became of the reader. */
export interface Output {
  write(line: string): void;
}

/** Hears how many lines were lost, once there is a reader again; may write. */
type OnBack = (lost: number) => void;

/** What a reader that stalls may cost in memory, in bytes; then lines are dropped and counted. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** JSON for machines; with a terminal it is pretty. */
export async function processOutput(stdout: typeof process.stdout, onBack: OnBack): Promise<Output> {
  if (stdout.isTTY) return prettyOutput(stdout);
  const kind = fstatSync(stdout.fd);
  if (kind.isFIFO() || kind.isSocket()) return pipeOutput(stdout, onBack);
  return fileOutput((bytes) => writeSync(stdout.fd, bytes), onBack);
}

async function prettyOutput(stdout: NodeJS.WriteStream): Promise<Output> {
  const { PinoPretty } = await import('pino-pretty');
  const pretty = PinoPretty({ colorize: true, translateTime: 'HH:MM:ss', destination: stdout });
  for (const stream of [stdout, pretty]) stream.on('error', () => undefined);
  return { write: (line) => void pretty.write(line) };
}

/** A reader that goes away or stalls loses lines, and the process goes on. */
function pipeOutput(stream: Writable, onBack: OnBack): Output {
  let lost = 0;

  const hasRoom = (): boolean => stream.writableLength <= MAX_WAITING_BYTES;

  function afterWrite(error: Error | null | undefined): void {
    if (error) lost += 1;
    else if (lost > 0 && hasRoom()) {
      const lostNow = lost;
      lost = 0;
      onBack(lostNow);
    }
  }

  // Without a listener a reader that is gone ends the process.
  stream.on('error', () => undefined);
  return {
    write(line) {
      if (hasRoom()) stream.write(line, afterWrite);
      else lost += 1;
    },
  };
}

/**
 * A file, whose disk may be full now and have room later.
 *
 * @param write gives how many of the bytes it wrote, or throws
 */
export function fileOutput(write: (bytes: Buffer) => number, onBack: OnBack): Output {
  let lost = 0;
  let isLineBroken = false;

  function writeWhole(line: string): void {
    let bytes = Buffer.from(isLineBroken ? `\n${line}` : line);
    while (bytes.length > 0) {
      bytes = bytes.subarray(write(bytes));
      isLineBroken = bytes.length > 0;
    }
  }

  return {
    write(line) {
      try {
        writeWhole(line);
      } catch {
        lost += 1;
        return;
      }
      const lostNow = lost;
      lost = 0;
      if (lostNow > 0) onBack(lostNow);
    },
  };
}

import type { Writable } from 'node:stream';
import { type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
import { createScrubber, type Scrubber } from './scrub.ts';

export interface Logging {
  readonly log: Logger;
  readonly scrubber: Scrubber;
}

interface Options {
  readonly level: string;
  /** Never shown, wherever they stand in a line. */
  readonly secrets: readonly string[];
  readonly output: Pick<Writable, 'write'>;
}

/** The one logger of the process. Every line passes the scrubber after it is serialised, just before it is written. */
export function createLogging({ level, secrets, output }: Options): Logging {
  const scrubber = createScrubber(secrets);
  const options: LoggerOptions = {
    level,
    // No pid and host name: the platform adds them, and a pid reads like a short phone number.
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: briefError, error: briefError },
  };
  const log = pino(options, { write: (line: string) => output.write(scrubber.scrub(line)) });
  return { log, scrubber };
}

/** Of an error, what helps and nothing that a library hung on it: requests, headers and bodies stay out. */
function briefError(error: Error): object {
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? briefError(error.cause) : undefined;
  return { type, message, code, stack, cause };
}

/** JSON for machines; with a terminal it is pretty. */
export async function terminalOutput(stdout: NodeJS.WriteStream): Promise<Pick<Writable, 'write'>> {
  if (!stdout.isTTY) return stdout;
  const { PinoPretty } = await import('pino-pretty');
  return PinoPretty({ colorize: true, translateTime: 'HH:MM:ss', destination: stdout });
}

import { type LoggerOptions, pino } from 'pino';
import type { Log } from '../flow/ports/log.ts';
import type { Output } from './output.ts';
import { plainData } from './plain-data.ts';
import { createScrubber, type Scrubber } from './scrub.ts';

/** Data in the object, which is scrubbed; a sentence of our own in the message, which stays as it is. */
interface ProcessLog extends Log {
  fatal(data: object, message: string): void;
}

export interface Logging {
  readonly log: ProcessLog;
  readonly scrubber: Scrubber;
}

interface Options {
  readonly level: string;
  /** Never shown, wherever they stand in a line. */
  readonly secrets: readonly string[];
  readonly output: Output;
}

/** The one logger of the process. What a line tells is scrubbed before it is serialised, so every line is JSON. */
export function createLogging({ level, secrets, output }: Options): Logging {
  const scrubber = createScrubber(secrets);
  const options: LoggerOptions = {
    level,
    // No pid and host name: the platform adds them, and a pid reads like a short phone number.
    base: null,
    formatters: { level: (label) => ({ level: label }), log: (data) => ({ ...plainData(data, scrubber) }) },
    // Pino would take an error that is plain data already for one that is not.
    serializers: { msg: scrubber.scrubWords, err: (data) => data },
  };
  const log = pino(options, { write: (line: string) => output.write(line) });
  return { log, scrubber };
}

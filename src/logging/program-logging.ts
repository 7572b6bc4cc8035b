import { createLogging, type Logging } from './logger.ts';
import { processOutput } from './output.ts';

interface Options {
  readonly level: string;
  readonly secrets: readonly (string | undefined)[];
  readonly stdout: typeof process.stdout;
}

/** The logging of a program whose standard output is read by a terminal, a pipe or a file, and may stop being read. */
export async function createProgramLogging({ level, secrets, stdout }: Options): Promise<Logging> {
  const output = await processOutput(stdout, (lost) => logging.log.warn({ lost }, 'log lines were lost'));
  const logging = createLogging({ level, secrets: secrets.filter((secret) => secret !== undefined), output });
  return logging;
}

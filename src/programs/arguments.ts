import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the flags of a program. `--help` prints the help and ends it with 0; a flag that makes no sense ends it with 1,
 * a sentence and the help.
 */
export function readFlags<const Given extends Options>(help: string, options: Given) {
  try {
    const all = { ...options, help: { type: 'boolean', short: 'h', default: false } } as const;
    const { values } = parseArgs({ options: all });
    if ('help' in values && values.help === true) {
      process.stdout.write(help);
      process.exit(0);
    }
    return values;
  } catch (error) {
    return refuseArguments(problemOf(error), help);
  }
}

/** Ends the program with 1, the problem as a sentence and the help. @param problem without a full stop */
export function refuseArguments(problem: string, help: string): never {
  process.stderr.write(`✕ ${problem}.\n\n${help}`);
  process.exit(1);
}

/** The value of a flag as a whole number from `min`; one that is none ends the program as `refuseArguments` does. */
export function wholeNumber(flag: string, given: string, help: string, min = 0): number {
  const number = Number(given);
  if (/^\d{1,9}$/.test(given) && number >= min) return number;
  return refuseArguments(`${flag} takes a whole number from ${min}, not “${given}”`, help);
}

/** The value of a flag as one of `choices`; one that is none ends the program as `refuseArguments` does. */
export function oneOf<Choice extends string>(
  flag: string,
  given: string,
  choices: readonly Choice[],
  help: string,
): Choice {
  const found = choices.find((choice) => choice === given);
  return found ?? refuseArguments(`${flag} takes ${choices.join(', ')}, not “${given}”`, help);
}

/** Node's words without the advice behind them, which is about positional arguments. */
function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\.(?:\s|$)/)[0] ?? message;
}

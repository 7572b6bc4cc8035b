import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the flags and words of a program. `--help` prints the help and ends it with 0; a flag that makes no sense ends it
 * with 1, a sentence and the help.
 */
export function readArguments<const Given extends Options>(help: string, options: Given) {
  return parse(help, options, true);
}

/** The same for a program that takes flags alone. */
export function readFlags<const Given extends Options>(help: string, options: Given) {
  return parse(help, options, false).values;
}

function parse<const Given extends Options>(help: string, options: Given, allowPositionals: boolean) {
  try {
    const all = { ...options, help: { type: 'boolean', short: 'h', default: false } } as const;
    const { values, positionals } = parseArgs({ options: all, allowPositionals });
    if (!('help' in values && values.help === true)) return { values, positionals };
  } catch (error) {
    return refuseArguments(problemOf(error), help);
  }
  process.stdout.write(help);
  return process.exit(0);
}

/** Ends the program with 1, the problem as a sentence and the help. @param problem without a full stop, or up to a colon */
export function refuseArguments(problem: string, help: string): never {
  process.stderr.write(problem.endsWith(':') ? `✕ ${problem}\n${help}` : `✕ ${problem}.\n\n${help}`);
  process.exit(1);
}

/** The value of a flag as a whole number within limits; one that is none ends the program as `refuseArguments` does. */
export function wholeNumber(
  flag: string,
  given: string,
  help: string,
  { min = 0, max = 999_999_999 }: { readonly min?: number; readonly max?: number } = {},
): number {
  const number = Number(given);
  if (/^\d{1,9}$/.test(given) && number >= min && number <= max) return number;
  return refuseArguments(`${flag} takes a whole number from ${min} to ${max}, not “${given}”`, help);
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

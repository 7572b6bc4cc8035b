import { existsSync } from 'node:fs';
import { readFlags, refuseArguments, wholeNumber } from '../../src/programs/arguments.ts';

export interface Options {
  /** Only files below it, for example `src/core/send`; undefined for all of `src/`. */
  readonly folder: string | undefined;
  /** How many changes are tried; undefined for all. */
  readonly sample: number | undefined;
  /** How many changes of each folder are tried; undefined for all. */
  readonly each: number | undefined;
  readonly seed: number;
  /** How many are tried at the same time. */
  readonly jobs: number;
  /** After that no other change is begun. */
  readonly minutes: number;
  /** For one change. */
  readonly limitSeconds: number;
  /** Where all that was tried is written as JSON. */
  readonly json: string | undefined;
  /** For a machine that checks every change: a break whose tests took too long counts for nothing. */
  readonly isCi: boolean;
}

const HELP = `npm run mutants -- [flags]    breaks one place of src/ at a time and says which breaks no test notices

  --folder PATH        only files below it, such as src/core/send
  --sample N           how many breaks are tried (all)
  --each N             how many of each folder (all)
  --seed N             draws the same breaks again
  --jobs N             how many are tried at the same time (2)
  --minutes N          begins no other after that
  --limit-seconds N    the longest for one (30)
  --json PATH          writes all that was tried there
  --ci                 ends within two minutes, and fails only far below the goals
`;
const CI_MINUTES = 1.5;
const CI_LIMIT_SECONDS = 20;

/** What the program was asked for; it ends with a sentence and the help when that makes no sense. */
export function readOptions(): Options {
  const values = readFlags(HELP, {
    folder: { type: 'string' },
    sample: { type: 'string' },
    each: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    jobs: { type: 'string', default: '2' },
    minutes: { type: 'string' },
    'limit-seconds': { type: 'string', default: '30' },
    json: { type: 'string' },
    ci: { type: 'boolean', default: false },
  });
  const whole = (flag: string, given: string, min = 1) => wholeNumber(flag, given, HELP, { min });
  const limitSeconds = whole('--limit-seconds', values['limit-seconds']);
  const folder = values.folder?.replace(/\/+$/, '');
  if (folder !== undefined && !existsSync(folder)) refuseArguments(`--folder: ${folder} does not exist`, HELP);
  const optional = (flag: string, given: string | undefined) => (given === undefined ? undefined : whole(flag, given));
  return {
    folder,
    sample: optional('--sample', values.sample),
    each: optional('--each', values.each),
    seed: whole('--seed', values.seed, 0),
    jobs: whole('--jobs', values.jobs),
    minutes: optional('--minutes', values.minutes) ?? standardMinutes(values.ci),
    limitSeconds: values.ci ? CI_LIMIT_SECONDS : limitSeconds,
    json: values.json,
    isCi: values.ci,
  };
}

function standardMinutes(isCi: boolean): number {
  return isCi ? CI_MINUTES : Number.POSITIVE_INFINITY;
}

import { parseArgs } from 'node:util';

export const USAGE = `Breaks one place of src/ at a time, and says which breaks no test notices.

npm run mutants -- [options]
  --folder src/core/send   only files below it, or one file
  --sample 50              so many changes, one of each folder in turn; all of them when left out
  --seed 7                 which ones; the time when left out
  --jobs 2                 how many are tried at the same time
  --minutes 5              begins no other change after that
  --limit-seconds 60       for the tests of one change
  --json FILE              writes everything that was tried
  --ci                     ends within three minutes; fails only far below the goals
`;

export interface Options {
  /** Only files below it, for example `src/core/send`; undefined for all of `src/`. */
  readonly folder: string | undefined;
  /** How many changes are tried; undefined for all. */
  readonly sample: number | undefined;
  readonly seed: number;
  /** How many are tried at the same time. */
  readonly jobs: number;
  /** After that no other change is begun. */
  readonly minutes: number;
  /** For one change. */
  readonly limitSeconds: number;
  /** Where all that was tried is written as JSON. */
  readonly json: string | undefined;
  /** For a machine that checks every change: a change whose tests took too long counts for nothing. */
  readonly isCi: boolean;
  readonly wantsHelp: boolean;
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string' },
      sample: { type: 'string' },
      seed: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      minutes: { type: 'string' },
      'limit-seconds': { type: 'string', default: '60' },
      json: { type: 'string' },
      ci: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    folder: values.folder?.replace(/\/+$/, ''),
    sample: values.sample === undefined ? undefined : Number(values.sample),
    seed: Number(values.seed ?? Date.now() % 1_000_000),
    jobs: Number(values.jobs),
    minutes: Number(values.minutes ?? (values.ci ? 2.5 : Number.POSITIVE_INFINITY)),
    limitSeconds: values.ci ? 20 : Number(values['limit-seconds']),
    json: values.json,
    isCi: values.ci,
    wantsHelp: values.help,
  };
}

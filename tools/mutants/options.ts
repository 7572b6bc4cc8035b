import { parseArgs } from 'node:util';

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
  };
}

import { oneOf, readFlags, refuseArguments, wholeNumber } from '../../src/programs/arguments.ts';
import type { Campaign } from './kills/campaign.ts';
import { KILL_POINTS } from './kills/kill-points.ts';
import { MUTANTS, type MutantName } from './mutants.ts';
import { MODES } from './upstreams/kaleyra.ts';

const PARTS = [
  'kills',
  'freezes',
  'lists',
  'rules',
  'replies',
  'mutants',
  'postgres',
  'sigterm',
  'clock',
  'flood',
] as const;
/** Fewer have all left before anyone can stop them. */
const MIN_ROWS = 20;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly database: 'sqlite' | 'postgres';
  readonly parts: readonly Part[];
  readonly seed: number;
  readonly runs: number;
  readonly lists: number;
  /** Of each list. */
  readonly rows: number;
  readonly restarts: number;
  readonly sends: number;
  readonly atOnce: number;
  readonly replay: Campaign['replay'];
  readonly mutants: readonly MutantName[];
}

const HELP = `npm run chaos -- [flags]    kills, faults and broken code against the whole program; prints figures and its seed

  --only PART          ${PARTS.join(', ')}; may be given again
  --database NAME      sqlite or postgres (sqlite)
  --runs N             kills, freezes, replies and rules, of which whole bots a third as many (20)
  --lists N            lists (as many as --runs)
  --rows N             rows of each list (200)
  --restarts N         restarts of the sigterm part (8)
  --sends N            messages of the postgres part (300)
  --at-once N          how many run at the same time (4)
  --seed N             draws the same run again
  --mutant NAME        only this broken code; may be given again
  --replay POINT,MODE,NTH,INDEX
                       one run again, as a failed one prints it
`;

/** What the program was asked for; it ends with a sentence and the help when that makes no sense. */
export function readOptions(): Options {
  const values = readFlags(HELP, {
    runs: { type: 'string', default: '20' },
    lists: { type: 'string' },
    rows: { type: 'string', default: '200' },
    restarts: { type: 'string', default: '8' },
    sends: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'sqlite' },
    only: { type: 'string', multiple: true, default: [] },
    'at-once': { type: 'string', default: '4' },
    replay: { type: 'string' },
    mutant: { type: 'string', multiple: true, default: [] },
  });
  const database = oneOf('--database', values.database, ['sqlite', 'postgres'], HELP);
  const only = values.only.map((part) => oneOf('--only', part, PARTS, HELP));
  const named = values.mutant.map((name) => oneOf('--mutant', name, MUTANTS, HELP));
  return {
    database,
    parts: only.length > 0 ? PARTS.filter((part) => only.includes(part)) : partsOf(database),
    seed: wholeNumber('--seed', values.seed, HELP),
    runs: wholeNumber('--runs', values.runs, HELP, { min: 1 }),
    lists: wholeNumber('--lists', values.lists ?? values.runs, HELP, { min: 1 }),
    rows: wholeNumber('--rows', values.rows, HELP, { min: MIN_ROWS }),
    restarts: wholeNumber('--restarts', values.restarts, HELP, { min: 1 }),
    sends: wholeNumber('--sends', values.sends, HELP, { min: 1 }),
    atOnce: wholeNumber('--at-once', values['at-once'], HELP, { min: 1 }),
    replay: values.replay === undefined ? undefined : readReplay(values.replay),
    mutants: named.length > 0 ? named : MUTANTS,
  };
}

function partsOf(database: Options['database']): readonly Part[] {
  if (database === 'postgres') return ['kills', 'freezes', 'lists', 'rules', 'replies', 'postgres'];
  return ['kills', 'freezes', 'lists', 'rules', 'replies', 'mutants', 'sigterm', 'clock', 'flood'];
}

function readReplay(given: string): NonNullable<Campaign['replay']> {
  const [pointName, modeName, nth = '', index = '', ...more] = given.split(',');
  const point = KILL_POINTS.find((one) => one === pointName);
  const mode = MODES.find((one) => one === modeName);
  if (point === undefined || mode === undefined || more.length > 0 || ![nth, index].every((one) => /^\d+$/.test(one)))
    return refuseArguments('--replay takes POINT,MODE,NTH,INDEX, as a failed run prints them', HELP);
  return { point, mode, nth: Number(nth), index: Number(index) };
}

import { oneOf, readFlags } from '../../src/programs/arguments.ts';
import type { DatabaseKind } from './databases.ts';

export type Size = 'ci' | 'full';

export interface Options {
  readonly rows: readonly string[] | undefined;
  readonly size: Size;
  readonly json: string | undefined;
  readonly databases: readonly DatabaseKind[];
  /** Whether the bots are profiled: their figures are then slower than they are. */
  readonly isProfiled: boolean;
}

const SIZES = ['ci', 'full'] as const;
const DATABASES = ['sqlite', 'postgres', 'both'] as const;

/** What the program was asked for; it ends with a sentence and the help when that makes no sense. @param names of all rows */
export function readOptions(names: readonly string[]): Options {
  const help = helpOf(names);
  const values = readFlags(help, {
    row: { type: 'string', multiple: true },
    size: { type: 'string', default: 'full' },
    json: { type: 'string' },
    profile: { type: 'boolean', default: false },
    database: { type: 'string', default: 'both' },
  });
  return {
    rows: values.row?.map((row) => oneOf('--row', row, names, help)),
    size: oneOf('--size', values.size, SIZES, help),
    json: values.json,
    isProfiled: values.profile,
    databases: databasesOf(oneOf('--database', values.database, DATABASES, help)),
  };
}

function helpOf(names: readonly string[]): string {
  return `npm run bench -- [flags]    the bot beside peers; prints a table

  --row NAME        ${names.join(', ')}; may be given again
  --size NAME       ${SIZES.join(' or ')} (full)
  --database NAME   ${DATABASES.join(', ')} (both)
  --json PATH       writes the results there too
  --profile         says where the time goes; the figures are then slower than they are
`;
}

function databasesOf(choice: DatabaseKind | 'both'): readonly DatabaseKind[] {
  return choice === 'both' ? ['sqlite', 'postgres'] : [choice];
}

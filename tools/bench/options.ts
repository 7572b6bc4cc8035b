import { parseArgs } from 'node:util';
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

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      row: { type: 'string', multiple: true },
      size: { type: 'string', default: 'full' },
      json: { type: 'string' },
      profile: { type: 'boolean', default: false },
      database: { type: 'string', default: 'both' },
    },
  });
  return {
    rows: values.row,
    size: oneOf('--size', values.size, ['ci', 'full']),
    json: values.json,
    isProfiled: values.profile,
    databases: databasesOf(oneOf('--database', values.database, ['sqlite', 'postgres', 'both'])),
  };
}

function databasesOf(choice: DatabaseKind | 'both'): readonly DatabaseKind[] {
  return choice === 'both' ? ['sqlite', 'postgres'] : [choice];
}

function oneOf<Choice extends string>(flag: string, given: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new Error(`${flag} takes ${choices.join(', ')}`);
  return found;
}

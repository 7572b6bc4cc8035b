import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded, shuffled } from '../chaos/random.ts';
import { type Accepted, isAccepted } from './accepted/reasons.ts';
import { type Change, changesOf } from './changes.ts';
import { goalOf } from './score.ts';

/** One change of one file. */
export interface Mutant {
  readonly file: string;
  /** The folder that it counts for: two levels below `src/`. */
  readonly folder: string;
  readonly change: Change;
}

interface Plan {
  /** In the order in which they are tried: every folder has its turn, so that a run cut short has looked everywhere. */
  readonly mutants: readonly Mutant[];
  /** How many changes there are of each folder, tried or not. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Entries of the list that are about nothing any more. */
  readonly stale: readonly Accepted[];
}

interface Wanted {
  readonly root: string;
  readonly folder: string | undefined;
  readonly sample: number | undefined;
  readonly each: number | undefined;
  readonly seed: number;
  readonly accepted: readonly Accepted[];
}

/** Finds every change of `src/`, and draws from them. */
export function plan({ root, folder = 'src', sample, each, seed, accepted }: Wanted): Plan {
  const files = globSync('src/**/*.ts', { cwd: root }).sort();
  const all = files.flatMap((file) =>
    changesOf(readFileSync(join(root, file), 'utf8')).map(
      (change): Mutant => ({ file, folder: folderOf(file), change }),
    ),
  );
  const stale = accepted.filter((one) => !all.some(({ file, change }) => isAccepted([one], file, change)));
  const open = all.filter(({ file, change }) => isBelow(file, folder) && !isAccepted(accepted, file, change));
  const byFolder = Map.groupBy(shuffled(open, seeded(seed, 'mutants')), (mutant) => mutant.folder);
  const drawn = new Map([...byFolder].map(([name, group]) => [name, group.slice(0, each)]));
  return {
    mutants: inTurns(drawn).slice(0, sample),
    sizes: new Map([...byFolder].map(([name, group]) => [name, group.length])),
    stale,
  };
}

/** The folder that a file of `src/` counts for. */
export function folderOf(file: string): string {
  return file.split('/').slice(1, -1).slice(0, 2).join('/') || '(top)';
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

/** One of each folder after the other; of those with the higher goal, three. */
function inTurns(byFolder: ReadonlyMap<string, readonly Mutant[]>): readonly Mutant[] {
  const usual = Math.min(...[...byFolder.keys()].map(goalOf));
  return [...byFolder]
    .flatMap(([folder, group]) => {
      const each = goalOf(folder) > usual ? 3 : 1;
      return group.map((mutant, index) => ({ mutant, turn: Math.floor(index / each) }));
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ mutant }) => mutant);
}

/** What is asked of the folders where a mistake means a second message or a false word about the first. */
const GOALS: Readonly<Record<string, number>> = {
  'core/send': 0.98,
  'flow/send': 0.98,
  'store/batches': 0.98,
  'kaleyra/response': 0.98,
};
const USUAL_GOAL = 0.9;
/** How often a whole run may fail by an unlucky draw although every folder is at its goal. */
const CHANCE_OF_FALSE_ALARM = 0.01;

export interface FolderScore {
  readonly folder: string;
  readonly tried: number;
  readonly noticed: number;
  readonly goal: number;
  /** Too few to be an unlucky draw. */
  readonly isUnderGoal: boolean;
}

export function goalOf(folder: string): number {
  return GOALS[folder] ?? USUAL_GOAL;
}

/** The row of all folders together: where each has few changes, only this one says something. */
export const ALL = 'all of them';

/** @param noticed of every change that was tried in a folder, whether a test noticed it */
export function scoresOf(noticed: ReadonlyMap<string, readonly boolean[]>): readonly FolderScore[] {
  const folders = [...noticed].sort(([a], [b]) => a.localeCompare(b));
  const all = folders.length > 1 ? [[ALL, folders.flatMap(([, results]) => results)] as const] : [];
  return [...folders, ...all].map(([folder, results]) => {
    const tried = results.length;
    const count = results.filter(Boolean).length;
    const goal = goalOf(folder);
    const chance = atMost(count, tried, goal);
    return {
      folder,
      tried,
      noticed: count,
      goal,
      isUnderGoal: count < tried && chance < CHANCE_OF_FALSE_ALARM / noticed.size,
    };
  });
}

/** Between what the score of all changes lies in 95 of 100 draws, by Wilson: a sample says no more than that. */
export function likelyScores(noticed: number, tried: number): { readonly least: number; readonly most: number } {
  const z = 1.96;
  const share = noticed / tried;
  const middle = share + z ** 2 / (2 * tried);
  const spread = z * Math.sqrt((share * (1 - share)) / tried + z ** 2 / (4 * tried ** 2));
  const all = 1 + z ** 2 / tried;
  return { least: Math.max(0, (middle - spread) / all), most: Math.min(1, (middle + spread) / all) };
}

/** How likely it is that of `tries` at most `most` succeed, when each does with the chance `share`. */
export function atMost(most: number, tries: number, share: number): number {
  let sum = 0;
  let term = (1 - share) ** tries;
  for (let count = 0; count <= most; count++) {
    sum += term;
    term *= (((tries - count) / (count + 1)) * share) / (1 - share);
  }
  return Math.min(1, sum);
}

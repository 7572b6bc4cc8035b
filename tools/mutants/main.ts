import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOnUncaughtError } from '../../src/programs/uncaught-error.ts';
import { atOnce } from '../chaos/at-once.ts';
import { say, table } from '../chaos/table.ts';
import { ACCEPTED } from './accepted/accepted.ts';
import { apply } from './changes.ts';
import { readOptions } from './options.ts';
import type { OrderResult } from './orders.ts';
import { folderOf, type Mutant, plan } from './plan.ts';
import { createRunner } from './runner-process.ts';
import { ALL, type FolderScore, likelyScores, scoresOf } from './score.ts';
import { createTestsOf } from './tests-of.ts';

interface Tried extends OrderResult {
  readonly mutant: Mutant;
}

endOnUncaughtError('The run of mutants');

const IN_BROWSER = 'test/browser/';
/** A server is started for these, so only what nothing else can notice is shown to them. */
const ON_POSTGRES = 'test/postgres/';
const OF_POSTGRES = 'src/store/engine/postgres/';
const root = join(import.meta.dirname, '../..');
const options = readOptions();
const startedAt = performance.now();
const { mutants, sizes, stale } = plan({ ...options, root, accepted: ACCEPTED });
const testsOf = createTestsOf(
  root,
  globSync('test/**/*.test.ts', { cwd: root }).filter((test) => !test.startsWith(IN_BROWSER)),
);
say(`mutants · seed ${options.seed} · ${mutants.length} changes · ${options.jobs} at once`);

/** What noticed a change of a file before is asked first about the next; of its folder, right after the nearest tests. */
const noticedBefore = new Map<string, string[]>();
const NEAREST = 3;
const tried = await tryAll();
report(tried);

async function tryAll(): Promise<readonly Tried[]> {
  const runners = Array.from({ length: options.jobs }, () => createRunner(root));
  const idle = [...runners];
  const closeAll = (): void => runners.forEach((runner) => void runner.close());
  process.once('exit', closeAll);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const results = await atOnce(options.jobs, mutants, async (mutant) => {
    if (performance.now() - startedAt > options.minutes * 60_000) return undefined;
    const runner = idle.pop();
    if (runner === undefined) throw new Error('more at once than runners');
    const result = await runner.run(orderOf(mutant));
    idle.push(runner);
    if (result.by !== undefined) {
      for (const place of [mutant.file, mutant.folder])
        noticedBefore.set(place, [result.by, ...(noticedBefore.get(place) ?? [])]);
    }
    if (result.by === undefined) tellSurvivor({ mutant, ...result });
    return { mutant, ...result };
  });
  closeAll();
  return results.filter((result) => result !== undefined);
}

function orderOf({ change, file, folder }: Mutant) {
  const before = readFileSync(join(root, file), 'utf8');
  const reached = testsOf(file).map(({ test }) => test);
  const nearest = reached.filter((test) => test.startsWith(ON_POSTGRES) === file.startsWith(OF_POSTGRES));
  const known = (place: string) => (noticedBefore.get(place) ?? []).filter((test) => nearest.includes(test));
  return {
    file,
    before,
    after: apply(before, change),
    tests: [...new Set([...known(file), ...nearest.slice(0, NEAREST), ...known(folder), ...nearest])],
    limitMs: options.limitSeconds * 1000,
  };
}

/** At once, so that a run that is cut short has told what it found. */
function tellSurvivor({ mutant: { file, change }, asked, isTimeUp }: Tried): void {
  const { code, line, what } = change;
  say(`no test notices  ${file}:${line}  ${what}  ·  ${code}  ·  ${asked} test files${isTimeUp ? ', time up' : ''}`);
}

function report(results: readonly Tried[]): void {
  const decided = results.filter(({ by, isTimeUp }) => by !== undefined || !(options.isCi && isTimeUp));
  const byFolder = Map.groupBy(decided, ({ mutant }) => mutant.folder);
  const scores = scoresOf(
    new Map([...byFolder].map(([folder, all]) => [folder, all.map(({ by }) => by !== undefined)])),
  );
  say(table(['folder', 'goal', 'tried', 'of', 'noticed', 'score', '95 % sure', 'accepted'], scores.map(rowOf)));
  const broken = new Set(results.flatMap((one) => one.broken));
  // The suite of tests says that too, and does not blame a busy machine.
  for (const test of broken) say(`${options.isCi ? 'not asked' : 'FAILED'}  ${test} fails without any change`);
  for (const { file, code, what } of stale)
    say(`FAILED  tools/mutants/accepted names what is not there: ${file} · ${what} · ${code}`);
  const under = scores.filter(({ isUnderGoal }) => isUnderGoal);
  for (const { folder, tried, noticed, goal } of under) {
    say(`FAILED  ${folder}: ${noticed} of ${tried} is under ${goal * 100} %, and no unlucky draw`);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, undefined, 1)}\n`);
  say(`\nseed ${options.seed} · ${results.length} of ${mutants.length} tried · ${seconds()} s`);
  const failed = under.length + (options.isCi ? 0 : broken.size) + stale.length;
  say(`${scores.length - under.length} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

function rowOf({ folder, goal, tried, noticed, isUnderGoal }: FolderScore): string[] {
  const accepted = ACCEPTED.filter(({ file }) => folder === ALL || folderOf(file) === folder).length;
  const { least, most } = likelyScores(noticed, tried);
  const size = [...sizes].reduce((sum, [name, count]) => sum + (folder === ALL || folder === name ? count : 0), 0);
  const score = `${percent(noticed / tried)} %${isUnderGoal ? ' !' : ''}`;
  const likely = tried === size ? 'all tried' : `${percent(least)}–${percent(most)} %`;
  return [folder, `${goal * 100} %`, ...[tried, size, noticed, score, likely, accepted].map(String)];
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 1000);
}

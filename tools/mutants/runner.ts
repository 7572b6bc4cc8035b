import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Order, Verdict } from './orders.ts';

/** A process that stands in a copy of the tree, changes one file of it at a time, and asks the tests. */
const TESTS_AT_ONCE = 3;
const OUTSIDE = 'an error outside of all tests';
const root = process.cwd();
/** What this run found so far: what the state of Vitest holds is of all runs. */
let failedNow: string[] = [];
const vitest = await createVitest({
  root,
  watch: false,
  bail: 1,
  project: ['default'],
  maxWorkers: 1,
  reporters: [
    {
      onTestModuleEnd: (module) => void (module.ok() || failedNow.push(module.relativeModuleId)),
      onTestRunEnd: (_, errors) => void (errors.length === 0 || failedNow.push(OUTSIDE)),
    },
  ],
});
await vitest.standalone();
/** Tests that pass when nothing is changed, and those that do not. */
const sound = new Set<string>();
const broken = new Set<string>();

/** A tree that does not compile as it stands has a compiler that says nothing of a change. */
const knowsTypes = await compiles();

process.on('message', (order: Order) => void answer(order));
// What breaks here is no verdict of a test.
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
process.on('disconnect', () => process.exit(1));
process.send?.('ready');

async function answer(order: Order): Promise<void> {
  change(order.file, order.after);
  const verdict = await ask(order);
  const by = verdict.by ?? (knowsTypes && !(await compiles()) ? 'the compiler' : undefined);
  change(order.file, order.before);
  process.send?.({ ...verdict, by, broken: [...broken, ...(knowsTypes ? [] : ['the compiler'])] });
}

function change(file: string, text: string): void {
  const path = join(root, file);
  writeFileSync(path, text);
  vitest.invalidateFile(path);
}

async function ask(order: Order): Promise<Omit<Verdict, 'broken'>> {
  const startedAt = performance.now();
  const left = order.tests.filter((test) => !broken.has(test));
  let asked = 0;
  while (left.length > 0) {
    if (performance.now() - startedAt > order.limitMs) return { by: undefined, asked, isTimeUp: true };
    const some = left.splice(0, TESTS_AT_ONCE);
    asked += some.length;
    const failed = await firstFailed(some);
    if (failed === undefined) continue;
    if ((await fails(failed)) && (await isSound(failed, order))) return { by: failed, asked, isTimeUp: false };
    left.unshift(...some.filter((test) => test !== failed));
  }
  return { by: undefined, asked, isTimeUp: false };
}

/** Asks a test again: one that failed only because the machine is busy has noticed nothing. */
async function fails(test: string): Promise<boolean> {
  return (await firstFailed([test])) !== undefined;
}

/** Whether a test that failed passes without the change: asked once of each, because it takes its time. */
async function isSound(test: string, { file, before, after }: Order): Promise<boolean> {
  if (sound.has(test)) return true;
  change(file, before);
  const isBroken = await fails(test);
  change(file, after);
  (isBroken ? broken : sound).add(test);
  return !isBroken;
}

async function firstFailed(tests: readonly string[]): Promise<string | undefined> {
  const project = vitest.projects[0];
  if (project === undefined) throw new Error('there is no project "default"');
  failedNow = [];
  await vitest.runTestSpecifications(tests.map((test) => project.createSpecification(join(root, test))));
  const [failed] = failedNow;
  return failed === OUTSIDE ? tests[0] : failed;
}

/** A change that the type checker refuses is noticed: `npm run check` fails. */
function compiles(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: root }, (error) => resolve(error === null));
  });
}

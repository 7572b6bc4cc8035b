import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Order, Verdict } from './orders.ts';

/** A process that stands in a copy of the tree, changes one file of it at a time, and asks the tests. */
/** Of those that are asked alone, because they are near and most likely to notice; the others share a process. */
const ASKED_ALONE = 4;
const ASKED_TOGETHER = 3;
/** What failed sooner did not fail because the machine is busy. */
const QUICK_MS = 2_000;
/** What took longer is asked after all others, unless it is near. */
const SLOW_MS = 2_500;
const OUTSIDE = 'an error outside of all tests';
const root = process.cwd();
/** What this run found so far: what the state of Vitest holds is of all runs. */
let failedNow: string[] = [];
const tookMs = new Map<string, number>();
const vitest = await createVitest({
  root,
  watch: false,
  bail: 1,
  project: ['default'],
  maxWorkers: 1,
  isolate: false,
  // A change may make a test wait for what never comes.
  testTimeout: 20_000,
  hookTimeout: 20_000,
  expect: { poll: { timeout: 5_000 } },
  reporters: [
    {
      onTestModuleStart: tellAlive,
      onTestCaseReady: tellAlive,
      onTestModuleEnd(module) {
        const { collectDuration, duration } = module.diagnostic();
        tookMs.set(module.relativeModuleId, collectDuration + duration);
        if (module.ok()) sound.add(module.relativeModuleId);
        else failedNow.push(module.relativeModuleId);
      },
      onTestRunEnd: (_, errors) => void (errors.length === 0 || failedNow.push(OUTSIDE)),
    },
  ],
});
/** Tests that have passed, if only with the change of something else, and those that fail when nothing is changed. */
const sound = new Set<string>();
const broken = new Set<string>();
/** Whether a file compiles as it stands: of one that does not, the compiler says nothing. */
const compiledBefore = new Map<string, boolean>();
await vitest.standalone();

process.on('message', (order: Order) => void answer(order));
// What breaks here is no verdict of a test.
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
process.on('disconnect', () => process.exit(1));
process.send?.('ready');

/** A test that says nothing for long goes round for ever. */
function tellAlive(): void {
  process.send?.('alive');
}

async function answer(order: Order): Promise<void> {
  change(order.file, order.after);
  const verdict = await ask(order);
  change(order.file, order.before);
  process.send?.({ ...verdict, broken: [...broken] });
}

function change(file: string, text: string): void {
  const path = join(root, file);
  writeFileSync(path, text);
  vitest.invalidateFile(path);
}

async function ask(order: Order): Promise<Omit<Verdict, 'broken'>> {
  const startedAt = performance.now();
  const left = slowLast(order.tests.filter((test) => !broken.has(test)));
  let asked = 0;
  let isTimeUp = false;
  while (left.length > 0) {
    isTimeUp = performance.now() - startedAt > order.limitMs;
    if (isTimeUp) break;
    const some = left.splice(0, asked < ASKED_ALONE ? 1 : ASKED_TOGETHER);
    asked += some.length;
    const failed = await firstFailed(some);
    if (failed !== undefined) {
      if (await isNoticedBy(failed, some, order)) return { by: failed, asked, isTimeUp: false };
      left.unshift(...some.filter((test) => test !== failed));
    }
    if (asked === ASKED_ALONE && (await isRefused(order))) return { by: 'the compiler', asked, isTimeUp: false };
  }
  const by = asked < ASKED_ALONE && (await isRefused(order)) ? 'the compiler' : undefined;
  return { by, asked, isTimeUp };
}

function slowLast(tests: readonly string[]): string[] {
  const isSlow = (test: string): boolean => (tookMs.get(test) ?? 0) > SLOW_MS;
  const [near, far] = [tests.slice(0, ASKED_ALONE), tests.slice(ASKED_ALONE)];
  return [...near, ...far.filter((test) => !isSlow(test)), ...far.filter(isSlow)];
}

/** One that failed only because the machine is busy, or because of what ran before it, has noticed nothing. */
async function isNoticedBy(test: string, askedWith: readonly string[], order: Order): Promise<boolean> {
  const isSure = askedWith.length === 1 && (tookMs.get(test) ?? 0) < QUICK_MS;
  return (isSure || (await fails(test))) && (await isSound(test, order));
}

async function fails(test: string): Promise<boolean> {
  return (await firstFailed([test])) !== undefined;
}

/** Whether a test that failed passes without the change: asked once of each, because it takes its time. */
async function isSound(test: string, { file, before, after }: Order): Promise<boolean> {
  if (sound.has(test)) return true;
  change(file, before);
  // Twice, because it may have failed for lack of time.
  const isBroken = (await fails(test)) && (await fails(test));
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
async function isRefused({ file, before, after }: Order): Promise<boolean> {
  if (await compiles(file)) return false;
  const known = compiledBefore.get(file);
  if (known !== undefined) return known;
  change(file, before);
  const compiled = await compiles(file);
  change(file, after);
  compiledBefore.set(file, compiled);
  return compiled;
}

/** Asks for the file and what it imports, which is much quicker than asking for everything. */
function compiles(file: string): Promise<boolean> {
  const project = join(root, 'tsconfig.one-file.json');
  writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: [], files: [file] }));
  return new Promise((resolve) => {
    execFile(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], { cwd: root }, (error) => {
      rmSync(project);
      resolve(error === null);
    });
  });
}

import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest, type TestSpecification } from 'vitest/node';
import { oneProcess, quickFirst } from './ask-order.ts';
import type { Order, OrderResult } from './orders.ts';

/** A process that stands in a copy of the tree, changes one file of it at a time, and asks the tests. */

/** After so many tests the compiler is asked, which takes its time. */
const BEFORE_COMPILER = 4;
/** What failed sooner did not fail because the machine is busy. */
const QUICK_MS = 2_000;
/** Of a test that this machine never saw pass. */
const UNKNOWN_MS = 1_000;
const OUTSIDE = 'an error outside of all tests';
const root = process.cwd();
/** What this run found so far: what the state of Vitest holds is of all runs. */
let failedNow: string[] = [];
/** Of the last run of a test, with what it imports. */
const lastTookMs = new Map<string, number>();
/** Of its last run that passed. */
const passedInMs = new Map<string, number>();
const vitest = await createVitest({
  root,
  watch: false,
  bail: 1,
  project: ['default', 'postgres'],
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
        lastTookMs.set(module.relativeModuleId, collectDuration + duration);
        if (!module.ok()) return void failedNow.push(module.relativeModuleId);
        sound.add(module.relativeModuleId);
        passedInMs.set(module.relativeModuleId, duration);
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
const usual = vitest.getProjectByName('default');
const onPostgres = vitest.getProjectByName('postgres');

process.on('message', (order: Order) => void answer(order));
// What breaks here is no answer of a test.
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
  const result = await ask(order);
  change(order.file, order.before);
  process.send?.({ ...result, broken: [...broken] });
}

function change(file: string, text: string): void {
  const path = join(root, file);
  writeFileSync(path, text);
  vitest.invalidateFile(path);
}

async function ask(order: Order): Promise<Omit<OrderResult, 'broken'>> {
  const endsAt = performance.now() + order.limitMs;
  const tests = order.tests.filter((test) => !broken.has(test));
  const left = quickFirst(tests, usualMs);
  let asked = 0;
  let isCompiled = false;
  const askCompiler = async () => {
    isCompiled = true;
    return (await isRefused(order)) ? 'the compiler' : undefined;
  };
  while (left.length > 0 && performance.now() < endsAt) {
    // The likeliest is asked alone: what fails beside others has to fail alone as well.
    const some = left.splice(0, asked === 0 ? 1 : oneProcess(left, usualMs).length);
    asked += some.length;
    const isItsTurn = !isCompiled && asked >= BEFORE_COMPILER;
    const by = (await whoNotices(some, order)) ?? (isItsTurn ? await askCompiler() : undefined);
    if (by !== undefined) return { by, asked, isTimeUp: false };
  }
  return { by: isCompiled ? undefined : await askCompiler(), asked, isTimeUp: left.length > 0 };
}

async function whoNotices(tests: readonly string[], order: Order): Promise<string | undefined> {
  const failed = tests.length === 0 ? undefined : await firstFailed(tests);
  if (failed === undefined || (await isNoticedBy(failed, tests, order))) return failed;
  return whoNotices(
    tests.filter((test) => test !== failed),
    order,
  );
}

/** Of the last run that passed: of this process, or of any before it, which Vitest remembers. */
function usualMs(test: string): number {
  const before = vitest.cache.getTestSpecificationResult(specificationOf(test));
  return passedInMs.get(test) ?? (before?.failed === false ? before.duration : UNKNOWN_MS);
}

function specificationOf(test: string): TestSpecification {
  const project = test.startsWith('test/postgres/') ? onPostgres : usual;
  return project.createSpecification(join(root, test));
}

/** One that failed only because the machine is busy, or because of what ran before it, has noticed nothing. */
async function isNoticedBy(test: string, askedWith: readonly string[], order: Order): Promise<boolean> {
  const isSure = askedWith.length === 1 && (lastTookMs.get(test) ?? 0) < QUICK_MS;
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
  failedNow = [];
  await vitest.runTestSpecifications(tests.map(specificationOf));
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

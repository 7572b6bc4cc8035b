/** How long a test file took when it last passed, in milliseconds. */
export type TookMs = (test: string) => number;

/** To start a process, and to load in it what a test imports. */
const START_MS = 1_000;
/** For each test that shares a process: what it alone imports. */
const IMPORT_MS = 200;
const TOGETHER_MS = 4_000;

/** The further a test is from the first place, the quicker it has to be to be asked before another. */
export function quickFirst(tests: readonly string[], tookMs: TookMs): string[] {
  return tests
    .map((test, index) => ({ test, cost: (index + 1) * (START_MS + tookMs(test)) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ test }) => test);
}

/** The first, and those after it that are quick enough to share its process. At least one, unless there are none. */
export function oneProcess(tests: readonly string[], tookMs: TookMs): readonly string[] {
  let sum = 0;
  const end = tests.findIndex((test) => {
    sum += IMPORT_MS + tookMs(test);
    return sum > TOGETHER_MS;
  });
  return end === -1 ? tests : tests.slice(0, Math.max(1, end));
}

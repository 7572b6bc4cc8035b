import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A test file, and over how many imports it reaches the file in question. */
interface Reach {
  readonly test: string;
  readonly imports: number;
}

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.[^']+)'/g;
/** These start the whole program as a process of its own, which no import says. */
const STARTS_PROGRAM = /'(src|sandbox)\/[\w/.-]+\.(?:js|ts)'/;

/** Says which test files can notice a change of a file, nearest first. */
export type TestsOf = (file: string) => readonly Reach[];

/** @param root the folder of the tree @param tests the test files, as paths from there */
export function createTestsOf(root: string, tests: readonly string[]): TestsOf {
  const files = globSync('{src,test,sandbox,tools,manifest,docs}/**/*.{ts,tsx,js}', { cwd: root });
  const importers = new Map<string, string[]>();
  for (const file of files) {
    for (const target of importsOf(root, file)) importers.set(target, [...(importers.get(target) ?? []), file]);
  }
  const isTest = new Set(tests);
  return (file) => {
    const distances = distancesFrom(file, importers);
    return [...distances]
      .filter(([one]) => isTest.has(one))
      .map(([test, imports]) => ({ test, imports }))
      .sort((a, b) => rank(file, a) - rank(file, b) || a.imports - b.imports || a.test.localeCompare(b.test));
  };
}

function importsOf(root: string, file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imported = [...text.matchAll(SPECIFIER)].map(([, path = '']) => normalize(join(dirname(file), path)));
  const started = file.startsWith('test/') ? STARTS_PROGRAM.exec(text)?.[0].slice(1, -1) : undefined;
  return started === undefined ? imported : [...imported, started];
}

function distancesFrom(file: string, importers: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const distances = new Map([[file, 0]]);
  for (const [next, distance] of distances) {
    for (const importer of importers.get(next) ?? []) {
      if (!distances.has(importer)) distances.set(importer, distance + 1);
    }
  }
  return distances;
}

/** Tests mirror `src/`: first the one of the same name, then those whose folder is the nearest. */
function rank(file: string, { test }: Reach): number {
  const mirrored = file.replace(/^src\//, 'test/').replace(/\.ts$/, '');
  if (test === `${mirrored}.test.ts`) return 0;
  const folders = dirname(mirrored).split('/');
  const own = dirname(test).split('/');
  const apart = folders.findIndex((folder, index) => own[index] !== folder);
  return 1 + (apart === -1 ? 0 : folders.length - apart);
}

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graphOf, type Import, importsOf, loopsIn, sourceFiles } from './support/import-graph.ts';

const EDGES = ['files', 'http', 'kaleyra', 'logging', 'numbering', 'sheets', 'slack', 'store'];

/** Whom each part of `src/` may import beside itself. `app.ts` and `plug/` alone plug the edges into the verbs. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  flow: ['core'],
  ...Object.fromEntries(EDGES.map((edge) => [edge, ['flow', 'core']])),
  config: ['core', 'numbering'],
  programs: ['config', 'core', 'files', 'flow', 'kaleyra', 'numbering', 'sheets', 'slack', 'store'],
  'app.ts': ['config', 'core', 'flow', 'plug', ...EDGES],
  plug: ['config', 'core', 'flow', ...EDGES],
  'main.ts': ['app.ts', 'config', 'logging', 'programs'],
  'start.js': ['main.ts'],
};

/** Parts without a package or a module of Node. */
const BARE = ['core', 'flow'];
/** Programs read the environment; whatever else needs a value of it gets the value. */
const READS_ENVIRONMENT = /^(src\/main\.ts|src\/programs\/.*|sandbox\/main\.ts)$/;
/** Files that plug edges together. `main.ts` makes the log, because it comes before the app. */
const CREATES_EDGES = /^src\/(app\.ts|plug\/.*|programs\/.*)$/;

const FILES = sourceFiles('src');
const IMPORTS = FILES.flatMap(importsOf);

/** `core`, `app.ts`. */
function partOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** `src/core/template`; a file that stands beside such headings is one by itself. */
function headingOf(path: string): string {
  return path.split('/').slice(0, 3).join('/');
}

function linesOf(imports: readonly Import[]): readonly string[] {
  return imports.map(({ file, specifier }) => `${file} imports ${specifier}`);
}

describe('who may import whom', () => {
  it('is said for every part of src, and every part was looked at', () => {
    expect([...new Set(FILES.map(partOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    for (const part of Object.keys(MAY_IMPORT)) {
      const seen = IMPORTS.filter(({ file }) => partOf(file) === part);
      expect(seen.length, `imports seen in ${part}`).toBeGreaterThan(0);
    }
  });

  it('is kept by every import', () => {
    const broken = IMPORTS.filter(({ file, target }) => {
      if (target === undefined) return false;
      const allowed = [partOf(file), ...(MAY_IMPORT[partOf(file)] ?? [])];
      return !(target.startsWith('src/') && allowed.includes(partOf(target)));
    });

    expect(linesOf(broken)).toEqual([]);
  });

  it('can be checked, because every relative import leads to a file', () => {
    const lost = IMPORTS.filter(({ target }) => target !== undefined && !existsSync(target));

    expect(linesOf(lost)).toEqual([]);
  });

  it('keeps packages and Node out of core and flow', () => {
    const foreign = IMPORTS.filter(({ file, target }) => target === undefined && BARE.includes(partOf(file)));

    expect(linesOf(foreign)).toEqual([]);
  });

  it('lets only app.ts, its plugs and the programs create what an edge offers', () => {
    const creating = IMPORTS.filter(({ file, target, names }) => {
      const isEdge = target !== undefined && EDGES.includes(partOf(target)) && partOf(file) !== partOf(target);
      return isEdge && names.some((name) => /^(create|open)[A-Z]/.test(name)) && !CREATES_EDGES.test(file);
    });

    expect(new Set(creating.map(({ file, target = '' }) => `${file} creates what ${partOf(target)} offers`))).toEqual(
      new Set(['src/main.ts creates what logging offers']),
    );
  });
});

describe('imports', () => {
  it('never lead back to their own file, not even as types', () => {
    const graph = graphOf(IMPORTS, (path) => path);

    expect(graph.size).toBeGreaterThan(100);
    expect(loopsIn(graph)).toEqual([]);
  });

  it('never lead back to their own heading', () => {
    const within = IMPORTS.filter(({ file, target }) => target !== undefined && partOf(file) === partOf(target));
    const graph = graphOf(within, headingOf);

    expect(graph.size).toBeGreaterThan(20);
    expect(loopsIn(graph)).toEqual([]);
  });

  it('form a loop that the check finds, and only when there is one', () => {
    const line = (file: string, target: string): Import => ({ file, specifier: target, target, names: [] });
    const loop = [line('a.ts', 'b.ts'), line('b.ts', 'c.ts'), line('c.ts', 'a.ts'), line('d.ts', 'a.ts')];

    expect(loopsIn(graphOf(loop, (path) => path))).toEqual(['a.ts ↔ b.ts ↔ c.ts']);
    expect(loopsIn(graphOf(loop.slice(1), (path) => path))).toEqual([]);
  });
});

describe('the environment, time and chance', () => {
  it('leaves the environment to programs', () => {
    const readers = sourceFiles('src', 'sandbox').filter((file) =>
      /\bprocess\.env\b|\benv\b.*from 'node:process'/.test(readFileSync(file, 'utf8')),
    );

    expect(readers).toContain('src/main.ts');
    expect(readers.filter((file) => !READS_ENVIRONMENT.test(file))).toEqual([]);
  });

  it('keeps time and chance out of core', () => {
    const impure = FILES.filter((file) => partOf(file) === 'core').filter((file) =>
      /Date\.now\(|new Date\(\)|performance\.|Math\.random\(|crypto\.|\bfetch\(/.test(readFileSync(file, 'utf8')),
    );

    expect(impure).toEqual([]);
  });
});

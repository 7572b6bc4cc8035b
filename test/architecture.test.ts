import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom. A folder of `src/` that is missing here fails the test, and so does one in which nothing was
 * looked at. `app.ts` plugs the edges into the verbs; `main.ts` is the only file that knows it is a process.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ['core'],
  flow: ['flow', 'core'],
  catalogue: ['catalogue', 'flow', 'core'],
  http: ['http', 'flow', 'core'],
  kaleyra: ['kaleyra', 'flow', 'core'],
  logging: ['logging', 'flow', 'core'],
  numbering: ['numbering', 'flow', 'core'],
  slack: ['slack', 'flow', 'core'],
  store: ['store', 'flow', 'core'],
  sandbox: ['sandbox'],
  'config.ts': ['config-values.ts', 'core'],
  'config-values.ts': ['core', 'numbering'],
  'open-templates.ts': ['catalogue', 'flow', 'kaleyra'],
  'early-store.ts': ['flow', 'store'],
  'backroom.ts': ['config.ts', 'flow', 'http', 'kaleyra', 'logging', 'slack', 'store'],
  'app.ts': [
    'backroom.ts',
    'config.ts',
    'early-store.ts',
    'open-templates.ts',
    'flow',
    'http',
    'kaleyra',
    'logging',
    'numbering',
    'routes.ts',
    'slack',
  ],
  'routes.ts': ['config.ts', 'early-store.ts', 'open-templates.ts', 'flow', 'http', 'kaleyra', 'logging', 'slack'],
  'main.ts': ['app.ts', 'config.ts', 'logging'],
  'check-up.ts': ['config.ts', 'flow', 'slack'],
  'templates-tool.ts': ['config.ts', 'catalogue', 'core', 'kaleyra'],
  'doctor.ts': ['check-up.ts', 'config.ts', 'catalogue', 'flow', 'kaleyra', 'slack', 'store'],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const FILES = globSync('src/**/*.{ts,tsx}').filter((file) => !file.endsWith('.d.ts'));
const IMPORTS: readonly Import[] = FILES.flatMap((file) =>
  specifiersOf(file).map((to) => ({ file, from: partOf(file), to })),
);

function specifiersOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/g);
  return [...found].map((match) => match[1] ?? '');
}

function partOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function targetOf({ file, to }: Import): string {
  return partOf(normalize(join(dirname(file), to)));
}

describe('who may import whom', () => {
  it('is said for every part of src, and every part was looked at', () => {
    const parts = new Set(FILES.map(partOf));

    expect([...parts].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    for (const part of parts) {
      const leaf = part === 'core' ? 0 : IMPORTS.filter((one) => one.from === part).length;
      expect(leaf, `imports seen in ${part}`).toBeGreaterThanOrEqual(part === 'core' ? 0 : 1);
    }
    expect(IMPORTS.filter((one) => one.from === 'core').length).toBeGreaterThan(10);
  });

  it('is kept by every import', () => {
    const broken = IMPORTS.filter((one) => one.to.startsWith('.'))
      .filter((one) => !MAY_IMPORT[one.from]?.includes(targetOf(one)))
      .map((one) => `${one.file} imports ${one.to}`);

    expect(broken).toEqual([]);
  });

  it('keeps packages and Node out of core, and packages out of flow', () => {
    const foreign = IMPORTS.filter((one) => ['core', 'flow'].includes(one.from) && !one.to.startsWith('.')).map(
      (one) => `${one.file} imports ${one.to}`,
    );

    expect(foreign).toEqual([]);
  });

  it('lets only main.ts read the environment', () => {
    const readers = FILES.filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));

    expect(
      readers.filter(
        (file) =>
          !['src/main.ts', 'src/programs/doctor.ts', 'src/programs/templates.ts', 'sandbox/main.ts'].includes(file),
      ),
    ).toEqual([]);
  });

  it('keeps time and chance out of core', () => {
    const impure = FILES.filter((file) => file.startsWith('src/core/')).filter((file) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|crypto\.|\bfetch\(/.test(readFileSync(file, 'utf8')),
    );

    expect(impure).toEqual([]);
  });
});

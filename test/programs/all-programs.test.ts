import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The scripts that run a program of this repository, with what they run. */
const PROGRAMS = Object.entries(scripts).flatMap(([name, command]) => {
  const [, entry] = /^node (?:--\S+ )*(\S+\.(?:ts|js))$/.exec(command) ?? [];
  return entry === undefined ? [] : [{ name, entry }];
});
/** The bot takes no flags: it reads the environment alone. */
const BOT = ['start', 'dev'];
const WITH_FLAGS = PROGRAMS.filter(({ name }) => !BOT.includes(name));

const folder = mkdtempSync(join(tmpdir(), 'programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(entry: string, ...flags: readonly string[]) {
  return new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: `file:${folder}/ledger.db` };
    execFile(process.execPath, [entry, ...flags], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

describe('a program of package.json', { timeout: 30_000 }, () => {
  it('is found for every script that runs Node', () => {
    const other = Object.entries(scripts).filter(([, command]) => command.startsWith('node '));

    expect(PROGRAMS.map(({ name }) => name)).toEqual(other.map(([name]) => name));
    expect(PROGRAMS.length).toBeGreaterThan(8);
  });

  it.each(WITH_FLAGS)('$name says in a sentence that it has no such flag, and what it has', async ({ name, entry }) => {
    const { code, stdout, stderr } = await run(entry, '--no-such-flag');

    const [sentence, blank, ...help] = stderr.split('\n');
    expect(sentence).toBe("✕ Unknown option '--no-such-flag'.");
    expect(blank).toBe('');
    expect(help[0]).toMatch(new RegExp(`^npm run ${name} `));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it.each(WITH_FLAGS)('$name explains itself', async ({ name, entry }) => {
    const { code, stdout, stderr } = await run(entry, '--help');

    expect(stdout).toMatch(new RegExp(`^npm run ${name} `));
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it.each(PROGRAMS.filter(({ name }) => BOT.includes(name)))(
    '$name says which variables are missing',
    async ({ entry }) => {
      const { code, stderr } = await run(entry);

      expect(stderr).toMatch(/^Cannot start: \d+ settings need fixing\.\n {2}SLACK_BOT_TOKEN is missing\./);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(code).toBe(1);
    },
  );

  it.each([
    ['sandbox/main.ts', '--port', 'four'],
    ['sandbox/main.ts', '--port', '65536'],
    ['tools/chaos/main.ts', '--runs', 'many'],
    ['tools/chaos/main.ts', '--only', 'kils'],
    ['tools/chaos/main.ts', '--database', 'mysql'],
    ['tools/chaos/main.ts', '--mutant', 'none'],
    ['tools/chaos/main.ts', '--replay', 'somewhere'],
    ['tools/fuzz/main.ts', '--cases', '-1'],
    ['tools/fuzz/main.ts', '--seed', 'x'],
    ['tools/mutants/main.ts', '--folder', 'src/nowhere'],
    ['tools/mutants/main.ts', '--jobs', '0'],
    ['tools/bench/main.ts', '--row', 'none'],
    ['tools/bench/main.ts', '--size', 'huge'],
  ])('%s says in a sentence what %s takes in place of %s', async (entry, flag, value) => {
    const { code, stderr } = await run(entry, `${flag}=${value}`);

    expect(stderr).toMatch(new RegExp(`^✕ ${flag}\\b.*\\.\\n\\nnpm run `));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it('sandbox says which scenarios there are', async () => {
    const { code, stderr } = await run('sandbox/main.ts', '--scenario', 'none');

    expect(stderr).toMatch(/^✕ There is no scenario none\.\n\n {2}happy-path /);
    expect(code).toBe(1);
  });
});

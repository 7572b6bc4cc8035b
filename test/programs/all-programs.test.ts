import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { runNode } from '../support/run-node.ts';

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
  return runNode([entry, ...flags], { PATH: process.env['PATH'] ?? '', DATABASE_URL: `file:${folder}/ledger.db` });
}

describe('a program of package.json', { timeout: 30_000 }, () => {
  it('is found for every script that runs Node', () => {
    // npm runs that one by itself; test/runtime.test.ts says what it says.
    const { postinstall, ...others } = scripts;
    const runs = Object.entries(others).filter(([, command]) => command.startsWith('node '));

    expect(postinstall).toBeDefined();
    expect(PROGRAMS.map(({ name }) => name)).toEqual(runs.map(([name]) => name));
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

    expect(stderr).toMatch(/^✕ There is no scenario none\. These are there:\n {2}happy-path /);
    expect(code).toBe(1);
  });
});

describe('a start that fails', { timeout: 30_000 }, () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({ withBot: false });
  });
  afterAll(() => sandbox.stop());

  /** What `npm start` writes and ends with. */
  function start(change: Readonly<Record<string, string>>) {
    const { botToken, signingSecret, sid, apiKey } = sandbox.credentials;
    return runNode(['src/start.js'], {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: sandbox.slackApiUrl,
      KALEYRA_API_DOMAIN: sandbox.kaleyraUrl,
      KALEYRA_SID: sid,
      KALEYRA_API_KEY: apiKey,
      KALEYRA_FROM: '919800000000',
      DATABASE_URL: `file:${folder}/start.db`,
      HOST: '127.0.0.1',
      PORT: '0',
      ...change,
    });
  }

  it.each([
    [
      'a token that Slack refuses',
      () => ({ SLACK_BOT_TOKEN: 'xoxb-wrong-token-000' }),
      /Slack refuses a token .*npm run doctor/,
    ],
    ['a port that is in use', () => ({ PORT: new URL(sandbox.url).port }), /Port \d+ is in use\. Stop the program/],
    ['an unreachable database', () => ({ DATABASE_URL: 'postgres://u:canary@127.0.0.1:9/x' }), /Check DATABASE_URL/],
    ['a ledger that is no file', () => ({ DATABASE_URL: `file:${folder}` }), /Check DATABASE_URL/],
  ])('says what to do about %s, in one line without a stack', async (_, change, sentence) => {
    const { code, said } = await start(change());

    const last = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { level: string; problem: string };
    expect(last.level).toBe('fatal');
    expect(last.problem).toMatch(sentence);
    expect(said).not.toMatch(/\n\s+at |"stack"|canary|wrong-token/);
    expect(code).toBe(1);
  });
});

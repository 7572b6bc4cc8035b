import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runNode } from './support/run-node.ts';

it('runs on Node 24 or newer, whatever Node the machine has', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

it('is started so that no signal opens its inspector', () => {
  const texts = ['package.json', 'Procfile', 'Dockerfile', 'docs/deploy.md'].map((file) => readFileSync(file, 'utf8'));

  for (const text of texts) expect(text).toMatch(/\bnode\b.*--disable-sigusr1.*src\/start\.js/);
});

describe('the end of npm ci', () => {
  /** What it says on a machine where scripts run on that version. */
  async function check(version: string) {
    const pretend = `data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`;
    const { code, said } = await runNode(['--import', pretend, 'tools/node/check-version.mjs']);
    return { code, said };
  }

  it.each(['v18.20.8', 'v20.20.2', 'v22.21.0', 'v24.11.1'])(
    'says in a sentence that %s is too old',
    async (version) => {
      const { code, said } = await check(version);

      expect(said).toMatch(
        new RegExp(`^✕ Node 24\\.12 or later is needed here, and this is ${version}\\. Install it .*\\.\\n$`),
      );
      expect(code).toBe(1);
    },
  );

  it.each(['v24.12.0', 'v25.0.0'])('says nothing of %s', async (version) => {
    expect(await check(version)).toEqual({ code: 0, said: '' });
  });
});

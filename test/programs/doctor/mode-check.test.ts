import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkMode } from '../../../src/programs/doctor/policy-check.ts';
import { phone } from '../../support/sends.ts';

const TEMPLATES = `templates:
  - name: team_code
    language: en
    category: AUTHENTICATION
    components: [{ type: BODY, text: "Your code is {{1}}.", example: { body_text: [["482913"]] } }]
  - name: hello
    language: en
    category: UTILITY
    components: [{ type: BODY, text: "Hello, and welcome." }]
`;

async function checked(change: Partial<Parameters<typeof checkMode>[0]>) {
  const folder = await mkdtemp(join(tmpdir(), 'mode-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'templates.yml');
  await writeFile(path, TEMPLATES);
  const team = { MODE: 'team' as const, TEAM_CODE_TEMPLATE: undefined, TEAM_NUMBERS: [phone('+919811111111')] };
  return checkMode({ ...team, TEMPLATES_FILE: path, ...change })();
}

describe('what the doctor says of the mode', () => {
  it('is what it lets leave, and how many a day', async () => {
    expect(await checked({ MODE: 'live' })).toMatchObject({ state: 'well' });
    expect(await checked({ MODE: 'trial' })).toMatchObject({ state: 'note', says: 'MODE is trial: nothing leaves.' });
    expect((await checked({})).says).toMatch(
      /^MODE is team: only 1 number of TEAM_NUMBERS, .*; 50 messages a day in all\./,
    );
  });

  it('is how people prove a number, and what to fix where they cannot', async () => {
    const code = (name: string) => checked({ TEAM_CODE_TEMPLATE: { name, language: 'en' } });

    expect((await checked({})).says).toContain('once TEAM_CODE_TEMPLATE names a template for the code');
    expect(await code('team_code')).toMatchObject({
      state: 'note',
      says: expect.stringContaining('comes by team_code:en'),
    });
    expect(await code('only_at_kaleyra')).toMatchObject({ state: 'note' });
    expect(await code('hello')).toMatchObject({
      state: 'broken',
      fix: expect.stringContaining('hello:en cannot carry a code'),
    });
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await createSandbox();
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
}, 30_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function ask(change: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; said: string }> {
  const { botToken, signingSecret, sid, apiKey, callbackSecret } = sandbox.credentials;
  const env = {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: sandbox.slackApiUrl,
    KALEYRA_API_DOMAIN: sandbox.kaleyraUrl,
    KALEYRA_SID: sid,
    KALEYRA_API_KEY: apiKey,
    KALEYRA_FROM: '919800000000',
    KALEYRA_CALLBACK_SECRET: callbackSecret,
    PUBLIC_URL: sandbox.botUrl() ?? '',
    DATABASE_URL: `file:${folder}/ledger.db`,
    ...change,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['src/programs/doctor.ts'], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

describe('npm run doctor', () => {
  it('finds a configuration that works all well', async () => {
    const { code, said } = await ask();

    expect(said.trim().split('\n').at(-1)).toBe('All is well.');
    expect(said.match(/^✓/gm)?.length).toBe(6);
    expect(code).toBe(0);
  });

  it('says what is broken, and under it what to do', async () => {
    const { code, said } = await ask({ SLACK_BOT_TOKEN: 'xoxb-wrong-token-000', KALEYRA_API_KEY: 'Awrongwrong' });

    expect(said).toMatch(/✕ Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\.\n {2}Copy SLACK_BOT_TOKEN again/);
    expect(said).toMatch(/✕ Kaleyra at 127\.0\.0\.1:\d+ refuses the account\.\n {2}Check KALEYRA_SID/);
    expect(said.trim().split('\n').at(-1)).toBe('2 things have to be fixed.');
    expect(said).not.toMatch(/wrong-token|Awrong/);
    expect(code).toBe(1);
  });

  it('does not call broken what it could not ask', async () => {
    const { code, said } = await ask({ KALEYRA_API_DOMAIN: 'http://127.0.0.1:9', PUBLIC_URL: 'http://127.0.0.1:9' });

    expect(said).toMatch(/^\? Kaleyra at 127\.0\.0\.1:9 did not say/m);
    expect(said).toMatch(/^\? Nothing answers at PUBLIC_URL/m);
    expect(said.trim().split('\n').at(-1)).toBe('Nothing is broken; what has a ? could not be told.');
    expect(code).toBe(0);
  });

  it('tells the variables that are wrong, like the start does', async () => {
    const { code, said } = await ask({ KALEYRA_SID: '' });

    expect(said).toMatch(/^✕ Cannot start: 1 setting needs fixing\.\n {2}KALEYRA_SID is missing\./);
    expect(code).toBe(1);
  });
});

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { startSocketMode } from '../../support/socket-mode.ts';

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
    const child = execFile(process.execPath, ['src/programs/doctor/doctor.ts'], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

describe('npm run doctor', () => {
  it('finds nothing wrong with a configuration that works', async () => {
    const { code, said } = await ask();

    expect(said.trim().split('\n').at(-1)).toBe('All is well.');
    expect(said.match(/^✓/gm)?.length).toBe(7);
    expect(code).toBe(0);
  });

  it('compares the texts of the file with Kaleyra’s', async () => {
    const text = await readFile('sandbox/templates.yml', 'utf8');
    const changed = join(folder, 'changed.yml');
    await writeFile(changed, text.replace('is confirmed.', 'is CANCELLED.'));

    const same = await ask({ TEMPLATES_FILE: 'sandbox/templates.yml' });
    const other = await ask({ TEMPLATES_FILE: changed });

    expect(same.said).toMatch(/^✓ The texts of sandbox\/templates\.yml are those of Kaleyra’s list\.$/m);
    expect(other.said).toMatch(
      /^✕ .*changed\.yml has other texts than Kaleyra’s list, .*: booking_confirm:en\.\n {2}`npm run templates -- check`/m,
    );
    expect(other.code).toBe(1);
  });

  it('says what is broken, and under it what to do', async () => {
    const { code, said } = await ask({ SLACK_BOT_TOKEN: 'xoxb-wrong-token-000', KALEYRA_API_KEY: 'Awrongwrong' });

    expect(said).toMatch(/✕ Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\.\n {2}Copy SLACK_BOT_TOKEN again/);
    expect(said).toMatch(/✕ Kaleyra at 127\.0\.0\.1:\d+ refuses the account\.\n {2}Check KALEYRA_SID/);
    expect(said.trim().split('\n').at(-1)).toBe('2 things have to be fixed.');
    expect(said).not.toMatch(/wrong-token|Awrong/);
    expect(code).toBe(1);
  });

  it('calls unclear what it could not ask', async () => {
    const { code, said } = await ask({ KALEYRA_API_DOMAIN: 'http://127.0.0.1:9', PUBLIC_URL: 'http://127.0.0.1:9' });

    expect(said).toMatch(/^\? Kaleyra at 127\.0\.0\.1:9 did not say/m);
    expect(said).toMatch(/^\? Nothing answers at PUBLIC_URL/m);
    expect(said.trim().split('\n').at(-1)).toBe('Nothing is broken; what has a ? could not be found out.');
    expect(code).toBe(0);
  });

  it('names the variables that are wrong, like the start does', async () => {
    const { code, said } = await ask({ KALEYRA_SID: '' });

    expect(said).toMatch(/^✕ Cannot start: 1 setting needs fixing\.\n {2}KALEYRA_SID is missing\./);
    expect(code).toBe(1);
  });
});

describe('npm run doctor about Socket Mode', () => {
  const ME = { 'auth.test': { user: 'whatsapp-send', team: 'Acme' } };
  const SLACK_APP_TOKEN = 'xapp-1-A0WHATSAPP-1-canary';

  async function askAbout(slack: { readonly ghosts?: number; readonly refuses?: string }, bot = '') {
    const refusal = { 'apps.connections.open': { ok: false, error: slack.refuses } };
    const link = await startSocketMode({ ...ME, ...(slack.refuses === undefined ? {} : refusal) }, slack);
    const metrics = createServer((_, response) => response.end(bot)).listen(0, '127.0.0.1');
    await once(metrics, 'listening');
    onTestFinished(() => {
      metrics.close();
      link.close();
    });
    const { port } = metrics.address() as AddressInfo;
    const answer = await ask({ SLACK_APP_TOKEN, SLACK_API_URL: link.apiUrl, PORT: String(port) });
    return { ...answer, opened: link.calls.filter((method) => method === 'apps.connections.open').length, link };
  }

  const metricsOf = (opened: number, counted: number) =>
    `whatsapp_send_slack_connections{counted_by="bot"} ${opened}\nwhatsapp_send_slack_connections{counted_by="slack"} ${counted}\n`;

  it('counts the connections of a bot that runs here, without opening one', async () => {
    const { code, opened, said } = await askAbout({}, metricsOf(2, 2));

    expect(said).toMatch(/^✓ Slack counts 2 connections of this app, and the bot here holds 2\.$/m);
    expect(opened).toBe(1);
    expect(code).toBe(0);
  });

  it('says what to do when Slack counts more than the bot opened', async () => {
    const { said } = await askAbout({}, metricsOf(2, 5));

    expect(said).toMatch(
      /^\? Slack counts 5 connections of this app, and the bot here holds 2\.\n {2}Slack deals clicks out/m,
    );
    expect(said).toMatch(/Stop what else uses this app token/);
  });

  it('calls it broken when Slack opens no more', async () => {
    const { code, said } = await askAbout({}, metricsOf(2, 10));

    expect(said).toMatch(/^✕ Slack counts 10 connections of this app/m);
    expect(code).toBe(1);
  });

  it('calls a bot without a connection broken', async () => {
    const { said } = await askAbout({}, metricsOf(0, 2));

    expect(said).toMatch(/^✕ The bot that runs here holds no connection to Slack\.$/m);
  });

  it('asks Slack when no bot runs here, and leaves no connection behind', async () => {
    const none = await askAbout({});
    const some = await askAbout({ ghosts: 4 });

    expect(none.said).toMatch(/^✓ Slack counts 0 connections of this app, and no bot runs here\.$/m);
    expect(some.said).toMatch(/^\? Slack counts 4 connections of this app, and no bot runs here\.$/m);
    await some.link.connected(0);
  });

  it('names a refused token once', async () => {
    const { said } = await askAbout({ refuses: 'invalid_auth' });

    expect(said).toMatch(/^✕ Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\.$/m);
    expect(said).toMatch(/^\? Slack could not be asked how many connections it counts \(invalid_auth\)\.$/m);
    expect(said).not.toContain('canary');
  });
});

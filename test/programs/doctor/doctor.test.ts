import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { type Ended, runNode } from '../../support/run-node.ts';
import { startSocketMode } from '../../support/socket-mode.ts';

let sandbox: Sandbox;
let folder: string;
/** What the bot logged. */
const logged: string[] = [];
beforeAll(async () => {
  sandbox = await createSandbox({ onBotLine: (line) => logged.push(line) });
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
}, 30_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function ask(change: Readonly<Record<string, string>> = {}, flags: readonly string[] = []): Promise<Ended> {
  const { botToken, signingSecret, sid, apiKey, callbackSecret } = sandbox.credentials;
  return runNode(['src/programs/doctor/doctor.ts', ...flags], {
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
  });
}

describe('npm run doctor', { timeout: 30_000 }, () => {
  it('finds nothing wrong with a configuration that works', async () => {
    const { code, said } = await ask();

    expect(said.trim().split('\n').at(-1)).toBe('All is well: 10 checks passed.');
    expect(said.match(/^✓/gm)?.length).toBe(10);
    expect(said).toMatch(/^✓ Kaleyra knows the sender •••• 0000\.$/m);
    expect(said).toMatch(/^✓ Delivery reports reach the bot at PUBLIC_URL\.$/m);
    expect(code).toBe(0);
  });

  it('finds nothing wrong with a bot that is to get no delivery reports', async () => {
    const { code, said } = await ask({ PUBLIC_URL: '', KALEYRA_CALLBACK_SECRET: '' });

    expect(said).toMatch(/^– There is no PUBLIC_URL, .*\n {2}To get them, follow/m);
    expect(code).toBe(0);
  });

  it('prints the address to allow at Kaleyra, whole when it is asked to', async () => {
    const { callbackSecret } = sandbox.credentials;
    const hidden = await ask();
    const shown = await ask({}, ['--show-secret']);

    expect(hidden.said).toContain(`${sandbox.botUrl()}/kaleyra/status/••••\n`);
    expect(hidden.said).toContain('`npm run doctor -- --show-secret` prints it whole');
    expect(hidden.said).not.toContain(callbackSecret);
    expect(shown.said).toContain(`${sandbox.botUrl()}/kaleyra/status/${callbackSecret}\n`);
  });

  it('is not needed for that address: the bot logs it when it is ready, without the secret', async () => {
    const ready = () => logged.find((line) => line.includes('"ready"'));
    await expect.poll(ready).toContain(`"allowAtKaleyra":"${sandbox.botUrl()}/kaleyra/status/••••"`);
    expect(logged.join()).not.toContain(sandbox.credentials.callbackSecret);
  });

  it('makes no ledger where there is none yet', async () => {
    const path = join(folder, 'not', 'yet.db');
    const { code, said } = await ask({ DATABASE_URL: `file:${path}` });

    expect(said).toMatch(/^✓ The ledger is made at the first start \(SQLite\)\.$/m);
    expect(existsSync(dirname(path))).toBe(false);
    expect(code).toBe(0);
  });

  it.each([
    ['is no database', () => `file:${join(folder, 'text.db')}`, 'file is not a database'],
    ['lies below a file', () => `file:${join(folder, 'text.db', 'ledger.db')}`, 'EACCES'],
    ['is away', () => 'postgres://somebody:canary@127.0.0.1:9/x', 'ECONNREFUSED'],
  ])('says that a ledger %s', async (_, value, reason) => {
    await writeFile(join(folder, 'text.db'), 'This is a text and not a database. '.repeat(200));

    const { code, said } = await ask({ DATABASE_URL: value() });

    expect(said).toMatch(new RegExp(`^✕ The ledger does not answer \\(${reason}\\)\\.\\n {2}Check DATABASE_URL`, 'm'));
    expect(said).not.toContain('canary');
    expect(code).toBe(1);
  });

  it('knows a sender that is not one of the account, and does not blame it for an account that is refused', async () => {
    const other = await ask({ KALEYRA_FROM: '919811111111' });
    const refused = await ask({ KALEYRA_API_KEY: 'Awrongwrong' });

    expect(other.said).toMatch(/^✕ Kaleyra does not find the sender •••• 1111 .*\n {2}Check KALEYRA_FROM/m);
    expect(other.code).toBe(1);
    expect(refused.said).toMatch(/^\? The sender •••• 0000 was not checked/m);
  });

  it('sees the audit channel, and does not see one that is not there', async () => {
    expect((await ask({ AUDIT_CHANNEL: 'C0BOOKINGS' })).said).toMatch(
      /^✓ The bot sees AUDIT_CHANNEL \(C0BOOKINGS\)\.$/m,
    );
    const lost = await ask({ AUDIT_CHANNEL: 'C0NOWHERE' });
    expect(lost.said).toMatch(/^✕ The bot does not see AUDIT_CHANNEL \(C0NOWHERE\)\.\n {2}Check the ID/m);
    expect(lost.code).toBe(1);
    const named = await ask({ AUDIT_CHANNEL: '#bookings' });
    expect(named.said).toMatch(/^\? AUDIT_CHANNEL is a name, #bookings.*\n {2}Set it to the ID/m);
    expect(named.code).toBe(2);
  });

  it('takes a web page for no Kaleyra, and for no bot', async () => {
    const page = createServer((_, response) => response.end('<html>Log in to this network')).listen(0, '127.0.0.1');
    await once(page, 'listening');
    onTestFinished(() => void page.close());
    const origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;

    const { code, said } = await ask({ KALEYRA_API_DOMAIN: origin, PUBLIC_URL: origin });

    expect(said).toMatch(/^✕ What answers at 127\.0\.0\.1:\d+ is not Kaleyra/m);
    expect(said).toMatch(/^✕ Something else than the bot answers at PUBLIC_URL \(200\)\.$/m);
    expect(code).toBe(1);
  });

  it('says when the bot at PUBLIC_URL has another secret', async () => {
    const { code, said } = await ask({ KALEYRA_CALLBACK_SECRET: 'q7'.repeat(20) });

    expect(said).toMatch(/^✕ What answers at PUBLIC_URL does not take the callback address \(404\)\.$/m);
    expect(code).toBe(1);
  });

  it('compares the texts of the file with Kaleyra’s', async () => {
    const text = await readFile('sandbox/templates.yml', 'utf8');
    const changed = join(folder, 'changed.yml');
    await writeFile(changed, text.replace('is confirmed.', 'is CANCELLED.'));

    const same = await ask({ TEMPLATES_FILE: 'sandbox/templates.yml' });
    const other = await ask({ TEMPLATES_FILE: changed });

    expect(same.said).toMatch(/^✓ The texts of sandbox\/templates\.yml are those of Kaleyra’s list\.$/m);
    expect(same.said).toMatch(/^✓ sandbox\/templates\.yml holds \d+ templates\.$/m);
    expect(same.code).toBe(0);
    expect(other.said).toMatch(
      /^✕ .*changed\.yml has other texts than Kaleyra’s list, .*: booking_confirm:en\.\n {2}`npm run templates -- check`/m,
    );
    expect(other.code).toBe(1);
  });

  it('says what is broken, and under it what to do', async () => {
    const { code, said } = await ask({ SLACK_BOT_TOKEN: 'xoxb-wrong-token-000', KALEYRA_API_KEY: 'Awrongwrong' });

    expect(said).toMatch(/✕ Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)\.\n {2}Copy SLACK_BOT_TOKEN again/);
    expect(said).toMatch(/✕ Kaleyra at 127\.0\.0\.1:\d+ refuses the account\.\n {2}Check KALEYRA_SID/);
    expect(said.trim().split('\n').at(-1)).toBe(
      '2 things have to be fixed, and 1 check could not be made; 7 checks passed.',
    );
    expect(said).not.toMatch(/wrong-token|Awrong/);
    expect(code).toBe(1);
  });

  it('calls unclear what it could not ask', async () => {
    const away = 'http://127.0.0.1:9';
    const { code, said } = await ask({ KALEYRA_API_DOMAIN: away, PUBLIC_URL: away, SLACK_API_URL: `${away}/api/` });

    expect(said).toMatch(/^\? Kaleyra at 127\.0\.0\.1:9 did not say/m);
    expect(said).toMatch(/^\? Nothing answers at PUBLIC_URL/m);
    expect(said).toMatch(/^\? Slack could not be asked about SLACK_BOT_TOKEN/m);
    expect(said.trim().split('\n').at(-1)).toBe(
      'Nothing wrong was found, but 4 checks could not be made; 6 checks passed.',
    );
    expect(said.match(/^[?✕–].*\n {2}\S/gm)?.length).toBe(said.match(/^[?✕–]/gm)?.length);
    expect(code).toBe(2);
  });

  it('names the variables that are wrong, like the start does', async () => {
    const { code, said } = await ask({ KALEYRA_SID: '' });

    expect(said).toMatch(/^✕ Cannot start: 1 setting needs fixing\.\n {2}KALEYRA_SID is missing\./);
    expect(code).toBe(1);
  });
});

describe('npm run doctor about Socket Mode', { timeout: 30_000 }, () => {
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

  it('counts all that Slack allows when it opens no more', async () => {
    const { code, said } = await askAbout({ refuses: 'too_many_websockets' });

    expect(said).toMatch(/^✕ Slack counts 10 connections of this app, and no bot runs here\.$/m);
    expect(code).toBe(1);
  });

  it('names a refused token once', async () => {
    const { said } = await askAbout({ refuses: 'invalid_auth' });

    expect(said).toMatch(/^✕ Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\.$/m);
    expect(said).toMatch(/^\? Slack could not be asked how many connections it counts \(invalid_auth\)\.$/m);
    expect(said).not.toContain('canary');
  });
});

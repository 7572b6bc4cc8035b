import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botEnvironment } from '../../sandbox/bot/environment.ts';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { BOOKING_VALUES, createPerson, type Person } from '../support/person.ts';

const WAIT = { timeout: 15_000 };
const MAX_STOP_MS = 28_000;

let sandbox: Sandbox;
let folder: string;
let bot: ChildProcess;
let asha: Person;
const lines: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  folder = await mkdtemp(join(tmpdir(), 'graceful-'));
  sandbox = await createSandbox({ withBot: false, botEventsUrl: `http://127.0.0.1:${port}/slack/events` });
  const environment = botEnvironment(sandbox.credentials, {
    slackApiUrl: sandbox.slackApiUrl,
    kaleyraUrl: sandbox.kaleyraUrl,
    from: '+919800000000',
    templatesFile: 'sandbox/templates.yml',
    databaseFile: join(folder, 'ledger.db'),
    port,
    mode: 'http',
  });
  bot = spawn(process.execPath, ['src/start.js'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  bot.stdout?.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n')));
  asha = createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS');
}, 30_000);
afterAll(async () => {
  if (bot.exitCode === null) bot.kill('SIGKILL');
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('SIGTERM while a request is on its way to a slow Kaleyra', () => {
  it('lets it finish, shows what became of it, and ends with 0; a second one changes nothing', async () => {
    await expect.poll(() => lines.join('\n'), WAIT).toContain('"ready"');
    await fetch(`${sandbox.url}/sandbox/fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      // The answer takes a second and a half, long after the message is out.
      body: JSON.stringify({ id: 'reports_before_answer', isOn: true, once: true }),
    });
    await asha.types('/whatsapp-send booking_confirm +91 98765 43210');
    await expect.poll(() => asha.view()?.submit, WAIT).toBe('Review');
    asha.fills(BOOKING_VALUES);
    await asha.submits();
    await asha.submits();
    await expect.poll(() => sandbox.state().exchanges.length, WAIT).toBe(1);
    const startedAt = performance.now();
    const ended = once(bot, 'exit');

    bot.kill('SIGTERM');
    await expect.poll(() => lines.join('\n'), WAIT).toContain('"stopping"');
    const whileStopping = sandbox.state().exchanges[0]?.answer;
    bot.kill('SIGTERM');
    const [code, signal] = await ended;

    expect(whileStopping).toBeUndefined();
    expect([code, signal]).toEqual([0, null]);
    expect(performance.now() - startedAt).toBeLessThan(MAX_STOP_MS);
    expect(lines.filter((line) => line.includes('"stopping"'))).toHaveLength(1);
    expect(asha.cards()).toHaveLength(1);
    expect(asha.cards()[0]?.text).toMatch(/1 of 1 (accepted|sent|delivered)/);
    expect(lines.join('\n')).not.toMatch(/turned unknown/);
    expect(sandbox.state().phones.flatMap((phone) => phone.messages)).toHaveLength(1);
  }, 60_000);
});

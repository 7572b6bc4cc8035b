import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment, createCredentials } from '../../sandbox/bot/environment.ts';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { startSocketMode } from '../support/socket-mode.ts';

const WAIT = { timeout: 15_000 };
const WHO = { 'auth.test': { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1' } };

/** The bot as a process of its own, over Socket Mode. */
async function startBot(options: Parameters<typeof startSocketMode>[1]) {
  const link = await startSocketMode(WHO, options);
  const folder = mkdtempSync(join(tmpdir(), 'socket-stop-'));
  const environment = botEnvironment(createCredentials(), {
    slackApiUrl: link.apiUrl,
    kaleyraUrl: 'http://127.0.0.1:9',
    from: '+919800000000',
    templatesFile: 'templates.yml',
    databaseFile: join(folder, 'ledger.db'),
    port: await freePort(),
    mode: 'socket',
  });
  const bot: ChildProcess = spawn(process.execPath, ['src/start.js'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (chunk: Buffer) => said.push(String(chunk)));
  onTestFinished(() => {
    bot.kill('SIGKILL');
    link.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    link,
    said: () => said.join(''),
    async stops() {
      const ended = once(bot, 'exit');
      bot.kill('SIGTERM');
      const [code] = await ended;
      return code as number | null;
    },
  };
}

describe('SIGTERM over Socket Mode', () => {
  it('ends with 0 during a reconnect that has opened but had no hello yet', async () => {
    let saysHello = true;
    const { link, said, stops } = await startBot({ saysHello: () => saysHello });
    await expect.poll(() => link.lines.length, WAIT).toBe(2);
    await expect.poll(said, WAIT).toContain('"ready"');
    saysHello = false;
    for (const { socket } of [...link.lines]) socket.terminate();
    await link.called('apps.connections.open', 3);
    await link.connected(1);

    expect(await stops()).toBe(0);
    expect(said()).not.toMatch(/unexpected|unhandled|undefined/i);
    await link.connected(0);
  }, 30_000);

  it('ends with 0 while a reconnect waits for its next try', async () => {
    const { link, said, stops } = await startBot({});
    await expect.poll(() => link.lines.length, WAIT).toBe(2);
    await expect.poll(said, WAIT).toContain('"ready"');
    link.close();
    await expect.poll(said, WAIT).toContain('Slack opens no connection');

    expect(await stops()).toBe(0);
    expect(said()).not.toMatch(/unexpected|unhandled/i);
  }, 30_000);

  it('ends with 0 while auth.test is under way, and asks for no socket', async () => {
    const { link, stops } = await startBot({ delayMs: (method) => (method === 'auth.test' ? 150 : 0) });
    await expect.poll(() => link.calls, WAIT).toEqual(['auth.test']);

    expect(await stops()).toBe(0);
    expect(link.calls).toEqual(['auth.test']);
    expect(link.lines).toEqual([]);
  }, 30_000);
});

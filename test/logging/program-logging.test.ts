import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment, createCredentials } from '../../sandbox/bot/environment.ts';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { fileOutput } from '../../src/logging/output.ts';

const PATIENCE = { timeout: 15_000 };
const CREDENTIALS = createCredentials();
/** Told a signal, the process writes what is to be told as a warning of the runtime, as often as is wanted. */
const TELL = `
  process.on('SIGUSR2', () => {
    for (let left = Number(process.env.TIMES); left > 0; left -= 1) process.emitWarning(process.env.TOLD);
  });`;

/** The program as a platform starts it, with a Slack that is away. */
async function startProgram({
  told,
  times = 1,
  stdout = 'pipe',
}: {
  told: string;
  times?: number;
  stdout?: 'pipe' | number;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'logging-'));
  const port = await freePort();
  const environment = botEnvironment(CREDENTIALS, {
    slackApiUrl: 'http://127.0.0.1:1/api/',
    kaleyraUrl: 'http://127.0.0.1:1',
    from: '+919800000000',
    templatesFile: 'templates.yml',
    databaseFile: join(folder, 'ledger.db'),
    port,
    mode: 'http',
  });
  const preload = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', preload, 'src/start.js'], {
    env: { ...environment, TOLD: told, TIMES: String(times) },
    stdio: ['ignore', stdout, 'ignore'],
  });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  });
  const isAlive = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await expect.poll(isAlive, PATIENCE).toBe(true);
  return { child, isAlive, folder, tell: () => child.kill('SIGUSR2') };
}

describe("the program's own log", () => {
  it('hides every secret that it was started with, and every number', async () => {
    const { botToken, signingSecret, apiKey, callbackSecret } = CREDENTIALS;
    const secrets = [botToken, signingSecret, apiKey, callbackSecret, '+919876543210'];
    const { child, tell } = await startProgram({ told: `unfit: ${secrets.join(' ')}` });
    const lines: string[] = [];
    if (child.stdout === null) throw new Error('no output');
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));

    tell();
    await expect.poll(() => lines.find((line) => line.includes('unfit')), PATIENCE).toBeDefined();

    const line = lines.find((one) => one.includes('unfit')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ level: 'warn', err: { message: 'unfit: •••• •••• •••• •••• •••• 3210' } });
    for (const secret of secrets) expect(lines.filter((one) => one.includes(secret))).toEqual([]);
  });

  it('may lose its reader, and the program goes on', async () => {
    const { child, isAlive, tell } = await startProgram({ told: 'to nobody', times: 100 });

    child.stdout?.destroy();
    for (let times = 0; times < 3; times += 1) {
      tell();
      await expect.poll(isAlive, PATIENCE).toBe(true);
    }

    expect(child.exitCode).toBeNull();
  });

  it('may go to a disk that is full, and the program goes on', async () => {
    const full = openSync('/dev/full', 'w');
    const { child, isAlive, tell } = await startProgram({ told: 'to nobody', times: 100, stdout: full });
    closeSync(full);

    tell();

    await expect.poll(isAlive, PATIENCE).toBe(true);
    expect(child.exitCode).toBeNull();
  });

  it('says how much was lost while its reader stalled, having kept little of it', async () => {
    const times = 10_000;
    const { child, isAlive, tell } = await startProgram({ told: `${'stalled '.repeat(250)}`, times });
    const { stdout } = child;
    if (stdout === null) throw new Error('no output');

    tell();
    await expect.poll(isAlive, PATIENCE).toBe(true);
    const lines: string[] = [];
    createInterface({ input: stdout }).on('line', (line) => lines.push(line));
    await expect.poll(() => lines.find((line) => line.includes('log lines were lost')), PATIENCE).toBeDefined();

    const told = lines.map((line) => JSON.parse(line));
    const lost = told.find(({ msg }) => msg === 'log lines were lost')?.lost;
    const stalled = told.filter(({ err }) => err?.message.startsWith('stalled')).length;
    expect(lost + stalled).toBeGreaterThanOrEqual(times);
    expect(lines.join('').length).toBeLessThan(6 * 1024 * 1024);
  }, 30_000);
});

describe('a log file on a disk that was full', () => {
  it('goes on with a whole line, and says how many were lost', () => {
    let room = 10;
    let file = '';
    const lost: number[] = [];
    const output = fileOutput(
      (bytes) => {
        if (room === 0) throw new Error('ENOSPC: no space left on device, write');
        const written = bytes.subarray(0, room);
        room -= written.length;
        file += written;
        return written.length;
      },
      (lines) => lost.push(lines),
    );

    for (const line of ['first\n', 'second\n', 'third\n']) output.write(line);
    room = 1_000;
    for (const line of ['fourth\n', 'fifth\n']) output.write(line);

    expect(file.split('\n')).toEqual(['first', 'seco', 'fourth', 'fifth', '']);
    expect(lost).toEqual([2]);
  });
});

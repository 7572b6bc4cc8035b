import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { createLogging } from '../../src/logging/logger.ts';
// Loaded here, so that no review loads it while the ledger opens.
import '../../src/numbering/read-number.ts';
import { botEnvironment, createCredentials } from '../../sandbox/bot/environment.ts';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createSlack } from '../../src/slack/connection/slack-app.ts';
import { openStore } from '../../src/store/open-store.ts';
import { BOOKING_VALUES, createPerson } from '../support/person.ts';

const WAIT = { timeout: 15_000 };
const SLACK_HANGS_UP_MS = 3_000;
const MAX_STOP_MS = 10_000;
const COMMAND = '/whatsapp-send booking_confirm +91 98765 43210';

/** A bot whose ledger opens when the test says so, before a Slack and a Kaleyra of our own. */
async function startEarly() {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'early-'));
  const sandbox = await createSandbox({ withBot: false, botEventsUrl: `http://127.0.0.1:${port}/slack/events` });
  const { credentials, slackApiUrl, kaleyraUrl } = sandbox;
  const databaseFile = join(folder, 'ledger.db');
  const config = readConfig(
    botEnvironment(credentials, {
      slackApiUrl,
      kaleyraUrl,
      from: '+919800000000',
      templatesFile: 'sandbox/templates.yml',
      databaseFile,
      port,
      mode: 'http',
    }),
  );
  if (!config.ok) throw new Error(config.failure);
  const lines: string[] = [];
  const logging = createLogging({
    level: 'info',
    secrets: [],
    output: { write: (line: string) => lines.push(line) > 0 },
  });
  const gate = Promise.withResolvers<void>();
  gate.promise.catch(() => undefined);
  const reviewing = Promise.withResolvers<void>();
  let isOpening = false;
  const app = await createApp(config.value, logging, {
    createSlack(options) {
      const reviewSend: typeof options.needs.reviewSend = (input) => {
        reviewing.resolve();
        return options.needs.reviewSend(input);
      };
      return createSlack({ ...options, needs: { ...options.needs, reviewSend } });
    },
    async openStore(options) {
      isOpening = true;
      await gate.promise;
      const store = await openStore(options);
      const close = async () => {
        await store.close();
        lines.push('store closed');
      };
      const claimBatch: typeof store.ledger.claimBatch = (worker) => {
        lines.push('work claimed');
        return store.ledger.claimBatch(worker);
      };
      return { ...store, close, ledger: { ...store.ledger, claimBatch } };
    },
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= app.stop();
    return stopped;
  };
  onTestFinished(async () => {
    gate.resolve();
    await stop();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);
  const started = app.start();
  // Looked at by the tests that want it; in the others a failure of the start may come after the test.
  started.catch(() => undefined);
  const origin = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp, WAIT).toBe(true);
  return {
    asha: createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS'),
    callbackUrl: `${origin}/kaleyra/status/${credentials.callbackSecret}`,
    databaseFile,
    isOpening: () => isOpening,
    lines,
    openLedger: gate.resolve,
    failLedger: gate.reject,
    reviewing: reviewing.promise,
    readiness: () => fetch(`${origin}/readyz`).then((answer) => answer.json()),
    sandbox,
    started,
    stop,
  };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'early-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

type Early = Awaited<ReturnType<typeof startEarly>>;

/** Opens the form and fills it in. */
async function fillForm({ asha }: Early): Promise<void> {
  await asha.types(COMMAND);
  await expect.poll(() => asha.view()?.submit, WAIT).toBe('Review');
  asha.fills(BOOKING_VALUES);
}

/** The program itself, with this Slack and this ledger, and no Kaleyra. */
async function startProcess(
  places: { readonly slackApiUrl: string; readonly databaseFile: string },
  takenPort?: number,
) {
  const port = takenPort ?? (await freePort());
  const credentials = createCredentials();
  const environment = botEnvironment(credentials, {
    ...places,
    kaleyraUrl: `http://127.0.0.1:${await freePort()}`,
    from: '+919800000000',
    templatesFile: 'sandbox/templates.yml',
    port,
    mode: 'http',
  });
  const child = spawn(process.execPath, ['src/start.js'], { env: { ...process.env, ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return {
    callbackUrl: `http://127.0.0.1:${port}/kaleyra/status/${credentials.callbackSecret}`,
    child,
    ended: once(child, 'close'),
    output: () => output,
  };
}

function report(callbackUrl: string): Promise<Response> {
  return fetch(`${callbackUrl}?id=c9e113f0-6fc2-4bd7-979c-ebdb2f600f38:1&status=delivered`);
}

function storedReports(databaseFile: string): unknown {
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  try {
    return database.prepare('select count(*) as stored from status_events').get();
  } finally {
    database.close();
  }
}

describe('before the ledger is open', () => {
  it('a command opens the form, and the bot is not ready yet', async () => {
    const bot = await startEarly();

    await fillForm(bot);
    const early = await bot.readiness();
    bot.openLedger();
    await bot.started;

    expect(early).toEqual({ status: 'not ready', reasons: ['The ledger does not answer.'] });
    expect(await bot.readiness()).toEqual({ status: 'ready', reasons: [] });
  }, 30_000);

  it('a submission waits for it, and the send goes out', async () => {
    const bot = await startEarly();
    await fillForm(bot);

    const submitted = bot.asha.submits();
    await bot.reviewing;
    const early = await bot.readiness();
    bot.openLedger();
    const problems = await submitted;
    await bot.asha.submits();

    expect(early).toMatchObject({ status: 'not ready' });
    expect(problems).toEqual({});
    await expect.poll(() => bot.asha.cards()[0]?.text, WAIT).toMatch(/1 of 1 (accepted|sent|delivered)/);
  }, 30_000);

  it('a submission that would wait too long is answered in time: nothing can leave', async () => {
    const bot = await startEarly();
    await fillForm(bot);
    const startedAt = performance.now();

    const problems = await bot.asha.submits();

    expect(performance.now() - startedAt).toBeLessThan(SLACK_HANGS_UP_MS);
    expect(Object.values(problems)).toEqual([expect.stringContaining('nothing can leave')]);
  }, 30_000);

  it('a delivery report is stored before it is taken', async () => {
    const bot = await startEarly();

    const answer = report(bot.callbackUrl);
    const early = await bot.readiness();
    bot.openLedger();

    expect(early).toMatchObject({ status: 'not ready' });
    expect((await answer).status).toBe(200);
    expect(storedReports(bot.databaseFile)).toEqual({ stored: 1 });
  }, 30_000);

  it('a delivery report that cannot be stored in time is asked for again', async () => {
    const bot = await startEarly();

    const answer = await report(bot.callbackUrl);

    expect(answer.status).toBe(500);
  }, 30_000);

  it('a stop waits for it and closes it, and no work begins', async () => {
    const bot = await startEarly();
    await expect.poll(bot.isOpening, WAIT).toBe(true);

    const stopped = bot.stop();
    bot.openLedger();
    await Promise.all([stopped, bot.started]);

    expect(bot.lines.at(-1)).toBe('store closed');
    expect(bot.lines).not.toContain('work claimed');
  }, 30_000);

  it('a stop waits only so long', async () => {
    const bot = await startEarly();
    await expect.poll(bot.isOpening, WAIT).toBe(true);
    const startedAt = performance.now();

    await bot.stop();

    expect(performance.now() - startedAt).toBeLessThan(MAX_STOP_MS);
    bot.failLedger(new Error('opened too late'));
  }, 30_000);

  it('a ledger that cannot be opened ends the start, and the reason is given', async () => {
    const bot = await startEarly();

    bot.failLedger(new Error('The ledger could not be brought up to date'));

    await expect(bot.started).rejects.toThrow('The ledger could not be brought up to date');
  }, 30_000);

  it('a process whose ledger cannot be opened says why in a sentence, and ends with 1', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'no-folder'), '');

    const bot = await startProcess({
      slackApiUrl: `http://127.0.0.1:${await freePort()}/api/`,
      databaseFile: join(folder, 'no-folder', 'ledger.db'),
    });
    const [code] = await bot.ended;

    expect(code).toBe(1);
    expect(bot.output()).toMatch(
      /"fatal".*"The ledger cannot be opened \(EEXIST.*no-folder.*\)\. Check DATABASE_URL\."/,
    );
    expect(bot.output()).not.toMatch(/"ready"|"stack"|\n +at /);
  }, 30_000);
});

describe('a process whose port is taken', () => {
  it('says what to do in a sentence, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const bot = await startProcess(
      { slackApiUrl: `http://127.0.0.1:${await freePort()}/api/`, databaseFile: join(await newFolder(), 'ledger.db') },
      port,
    );
    const [code] = await bot.ended;

    expect(code).toBe(1);
    expect(bot.output()).toContain(
      `"Port ${port} is in use. Stop the program that uses it, or set PORT to another one."`,
    );
    expect(bot.output()).not.toMatch(/"stack"|\n +at /);
  }, 30_000);
});

describe('a process that is stopped before Slack answered', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'never says that it is ready, and ends with 0 (%s)',
    async (signal) => {
      const folder = await newFolder();
      const asked = Promise.withResolvers<ServerResponse>();
      const slack = createServer((_, response) => asked.resolve(response)).listen(0, '127.0.0.1');
      onTestFinished(() => {
        slack.closeAllConnections();
        slack.close();
      });
      await once(slack, 'listening');
      const bot = await startProcess({
        slackApiUrl: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
        databaseFile: join(folder, 'ledger.db'),
      });
      const answer = await asked.promise;
      // Half a report holds the stop up until the start is over.
      const half = request(bot.callbackUrl, {
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': 1 },
      });
      half.flushHeaders();
      await once(half, 'continue');

      bot.child.kill(signal);
      await expect.poll(bot.output, WAIT).toContain('"stopping"');
      answer.setHeader('content-type', 'application/json').end('{"ok":true}');
      await once(answer, 'close');
      half.end('x').on('response', (response) => response.resume());
      const [code] = await bot.ended;

      expect(code).toBe(0);
      expect(bot.output()).toContain('"stopped"');
      expect(bot.output()).not.toContain('"ready"');
    },
    30_000,
  );
});

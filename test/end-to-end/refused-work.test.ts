import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { botEnvironment } from '../../sandbox/bot/environment.ts';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { createLogging } from '../../src/logging/logger.ts';
import { openStore } from '../../src/store/open-store.ts';
import { BOOKING_VALUES, createPerson } from '../support/person.ts';

const WAIT = { timeout: 60_000, interval: 200 };
const COMMAND = '/whatsapp-send booking_confirm +91 98765 43210';

/** A bot whose ledger takes everything but outcomes, until the test says otherwise. */
async function startRefused() {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'refused-'));
  const sandbox = await createSandbox({ withBot: false, botEventsUrl: `http://127.0.0.1:${port}/slack/events` });
  const { credentials, slackApiUrl, kaleyraUrl } = sandbox;
  const places = { slackApiUrl, kaleyraUrl, from: '+919800000000', templatesFile: 'sandbox/templates.yml' };
  const databaseFile = join(folder, 'ledger.db');
  const config = readConfig(botEnvironment(credentials, { ...places, databaseFile, port, mode: 'http' }));
  if (!config.ok) throw new Error(config.failure);
  const logging = createLogging({ level: 'silent', secrets: [], output: { write: () => true } });
  let isRefusing = true;
  const app = await createApp(config.value, logging, {
    async openStore(options) {
      const store = await openStore(options);
      const settleBatch: typeof store.ledger.settleBatch = async (...given) => {
        if (isRefusing) throw new Error('refused');
        return store.ledger.settleBatch(...given);
      };
      return { ...store, ledger: { ...store.ledger, settleBatch } };
    },
  });
  onTestFinished(async () => {
    await app.stop();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
  await app.start();
  return {
    asha: createPerson(sandbox, 'U0ASHA0001', 'C0BOOKINGS'),
    databaseFile,
    take: () => {
      isRefusing = false;
    },
    readiness: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      const { reasons } = (await answer.json()) as { readonly reasons: readonly string[] };
      return [answer.status, ...reasons];
    },
  };
}

it('a ledger that answers and refuses what the workers save makes the bot not ready, and ready again', async () => {
  const { asha, take, readiness } = await startRefused();
  await expect.poll(readiness, WAIT).toEqual([200]);
  await asha.types(COMMAND);
  await expect.poll(() => asha.view()?.submit, WAIT).toBe('Review');
  asha.fills(BOOKING_VALUES);
  await asha.submits();
  await asha.submits();

  await expect
    .poll(readiness, WAIT)
    .toEqual([503, expect.stringMatching(/^The ledger has refused work in progress for \d+ seconds/)]);
  take();

  await expect.poll(readiness, WAIT).toEqual([200]);
  await expect.poll(() => asha.cards()[0]?.text, WAIT).toMatch(/1 of 1 (accepted|sent|delivered|read)/);
}, 240_000);

it('a ledger whose file is deleted under the bot makes it not ready, although it still answers', async () => {
  const { databaseFile, readiness, take } = await startRefused();
  take();
  await expect.poll(readiness, WAIT).toEqual([200]);

  await rm(databaseFile);

  await expect.poll(readiness, WAIT).toEqual([503, expect.stringContaining('file')]);
}, 120_000);

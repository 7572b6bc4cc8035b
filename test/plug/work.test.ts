import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWorkFailures } from '../../src/flow/workers/work-failures.ts';
import { createEncoding } from '../../src/kaleyra/request/encoding.ts';
import { createScrubber } from '../../src/logging/scrub.ts';
import { openCatalogue } from '../../src/plug/catalogue.ts';
import { plugRules } from '../../src/plug/rules.ts';
import { plugMirror, plugWork } from '../../src/plug/work.ts';
import { createLazyStore } from '../../src/store/lazy-store.ts';
import { confirmed, planOf } from '../store/lists/plans.ts';
import { openNew, SILENT } from '../store/opened-ledger.ts';
import { createSqliteDatabase } from '../store/test-database.ts';
import { configOf } from '../support/config.ts';
import { phone } from '../support/sends.ts';

describe('what tells Kaleyra’s blocklist', () => {
  it.each([
    ['true', true],
    ['false', false],
  ])('is there only where MIRROR_OPTOUTS says so: %s', async (MIRROR_OPTOUTS, isThere) => {
    const store = await openNew(createSqliteDatabase);
    const mirror = plugMirror({ config: configOf({ MIRROR_OPTOUTS }), log: SILENT, store });

    expect(mirror !== undefined).toBe(isThere);
    await mirror?.close();
  });
});

/** The work of one process on a ledger of its own. Nothing that it sends is answered. */
async function plugged(environment: Parameters<typeof configOf>[0] = {}) {
  const config = configOf(environment);
  const logging = { log: SILENT, scrubber: createScrubber([]) } as unknown as Parameters<typeof plugWork>[0]['logging'];
  const opened = await openNew(createSqliteDatabase, { mirrorsOptOuts: config.values.MIRROR_OPTOUTS });
  const otherProcesses = new EventEmitter();
  const store = { ...opened, onWork: (listener: () => void) => void otherProcesses.on('work', listener) };
  const rules = await plugRules({ config, logging, cache: store.cache });
  const catalogue = await openCatalogue({ config, logging, store: createLazyStore(async () => store) });
  const never = () => new Promise<never>(() => undefined);
  const work = plugWork({
    ...{ config, logging, store, rules, catalogue, leaseMs: 60_000, workFailures: createWorkFailures() },
    wake: { cards: () => undefined },
    provider: { ...createEncoding(undefined), send: never, close: async () => undefined },
    showCard: async () => ({ kind: 'throttled', afterMs: 60_000 }),
    postReplies: never,
    probe: never,
    remindApprover: never,
    tellPolicy: undefined,
  });
  onTestFinished(async () => {
    await work.stop();
    rules.close();
    await catalogue.close();
    await work.close();
  });
  return { otherProcesses, store, work };
}

describe('the bot at work', () => {
  it('does by itself what comes round, such as a list whose time has come', async () => {
    const { store, work } = await plugged();
    await confirmed(store, planOf('P1', 1), { dueAt: new Date(Date.now() - 1_000) });

    work.start();

    await expect
      .poll(() => store.database.run('select state from sends'), { timeout: 10_000 })
      .not.toEqual([{ state: 'scheduled' }]);
  });

  it('looks for work when another process says that there is some', async () => {
    const { otherProcesses, work } = await plugged();

    expect(otherProcesses.listeners('work')).toEqual([work.wakeAll]);
  });

  it('tells Kaleyra of people who said no, where it is to', async () => {
    const kaleyra = createServer((_, response) => void response.destroy()).listen(0, '127.0.0.1');
    onTestFinished(() => void kaleyra.close());
    await once(kaleyra, 'listening');
    const { port } = kaleyra.address() as AddressInfo;
    const { store, work } = await plugged({
      KALEYRA_API_DOMAIN: `http://127.0.0.1:${port}`,
      MIRROR_OPTOUTS: 'true',
    });
    await store.rules.optOuts.addOptOuts({ numbers: [phone('+919845012345')], scope: 'all', source: 'word' });
    const asked = once(kaleyra, 'request') as Promise<[IncomingMessage]>;

    work.start();

    const [{ url }] = await asked;
    expect(url).toMatch(/block/);
  });
});

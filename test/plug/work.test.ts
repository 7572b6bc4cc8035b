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

describe('the bot at work', () => {
  it('does by itself what comes round, such as a list whose time has come', async () => {
    const config = configOf();
    const logging = { log: SILENT, scrubber: createScrubber([]) } as unknown as Parameters<
      typeof plugWork
    >[0]['logging'];
    const store = await openNew(createSqliteDatabase);
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
    await confirmed(store, planOf('P1', 1), { dueAt: new Date(Date.now() - 1_000) });

    work.start();

    await expect
      .poll(() => store.database.run('select state from sends'), { timeout: 10_000 })
      .not.toEqual([{ state: 'scheduled' }]);
  });
});

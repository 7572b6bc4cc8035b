import { describe, expect, it } from 'vitest';
import type { TextCache } from '../../../src/flow/ports/store/text-cache.ts';
import { createFormDrafts } from '../../../src/flow/send/form-drafts.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { memoryLog } from '../../support/slack.ts';

const PLACE = { teamId: 'T1', actorId: 'U1', channelId: 'C1' };

async function drafts() {
  const { cache, database } = await openNew(createSqliteDatabase);
  return { ...createFormDrafts({ cache: cache('forms'), log: memoryLog() }), database };
}

describe('what was typed into a form', () => {
  it('comes back to the person who typed it, where they typed it, and nowhere else', async () => {
    const { load, save } = await drafts();

    await save(PLACE, 'V1', 'typed');
    const others = [{ teamId: 'T2' }, { actorId: 'U2' }, { channelId: 'C2' }].map((other) =>
      load({ ...PLACE, ...other }),
    );

    expect(await load(PLACE)).toBe('typed');
    expect(await Promise.all(others)).toEqual([undefined, undefined, undefined]);
  });

  it('is gone once it was sent, also when Slack tells late that its form was closed', async () => {
    const { forget, load, save } = await drafts();
    await save(PLACE, 'V1', 'typed');

    await forget(PLACE, 'V1');
    const afterSent = await load(PLACE);
    await save(PLACE, 'V1', 'told late');

    expect([afterSent, await load(PLACE)]).toEqual([undefined, undefined]);
    await save(PLACE, 'V2', 'another form');
    expect(await load(PLACE)).toBe('another form');
  });

  it('is kept for half a day, and so is that it was sent', async () => {
    const { database, forget, save } = await drafts();
    await save(PLACE, 'V1', 'typed');
    await forget(PLACE, 'V2');

    const rows = await database.run('select expires_at from cache_entries');

    expect(rows).toHaveLength(2);
    for (const row of rows) expect((Number(row['expires_at']) - Date.now()) / 3_600_000).toBeCloseTo(12, 1);
  });

  it('is lost without a word where the cache is away, and a form does not wait long for it', async () => {
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    const log = memoryLog();
    const { forget, load, save } = createFormDrafts({ cache: { get: away, set: away }, log });

    await save(PLACE, 'V1', 'typed');
    await forget(PLACE, 'V1');

    expect(await load(PLACE)).toBeUndefined();
    const silent: TextCache = { get: () => new Promise(() => undefined), set: away };
    expect(await createFormDrafts({ cache: silent, log }).load(PLACE)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { plugMirror } from '../../src/plug/work.ts';
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

import { describe, expect, it } from 'vitest';
import { createResumeSending } from '../../../src/flow/account/resume-sending.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { memoryLog } from '../../support/slack.ts';

describe('a person who lets sends leave again', () => {
  it('ends the pause once, wakes everything, and is named in the ledger', async () => {
    const { account, database } = await openNew(createSqliteDatabase);
    await database.run(
      `insert into pauses (id, scope, kind, code, began_at) values ('P1', 'account', 'refused', 'RBC001', 1) returning id`,
    );
    const woken: true[] = [];
    const resume = createResumeSending({ account, wakeAll: () => void woken.push(true), log: memoryLog() });

    expect([await resume('P1', 'U1'), await resume('P1', 'U2'), await resume('P2', 'U1')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(woken).toHaveLength(1);
    expect(await account.current()).toBeUndefined();
    expect(await database.run('select resumed_by from pauses')).toEqual([{ resumed_by: 'U1' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../../src/flow/workers/workers.ts';
import { claim, newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

describe('the lease of a delivery', () => {
  it.each([
    ['stands still for nine seconds keeps', 9_000, 'sending'],
    ['is gone for half a minute loses', 30_000, 'unknown'],
  ])('is so long that a process which %s it', async (_, ms, status) => {
    const { database, ledger, statuses } = await openNew(createSqliteDatabase, { leaseMs: LEASE_MS });
    await ledger.accept(newSend('S1'));
    await claim(ledger);

    // The last heartbeat may have been a third of a lease ago.
    await database.run(`update batches set lease_until = lease_until - ${ms + LEASE_MS / 3}`);
    await ledger.expireLeases();

    expect(await statuses('S1')).toEqual([status]);
  });
});

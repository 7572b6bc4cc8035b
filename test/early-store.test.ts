import { describe, expect, it } from 'vitest';
import { createEarlyStore } from '../src/early-store.ts';
import type { Store } from '../src/store/open-store.ts';
import { newSend, openNew } from './store/opened-ledger.ts';
import { createSqliteDatabase } from './store/test-database.ts';

function createUnopened() {
  const opening = Promise.withResolvers<Store>();
  const store = createEarlyStore({ ifOpen: () => undefined, open: () => opening.promise });
  return { store, open: opening.resolve };
}

describe('a store that is not open', () => {
  it('never accepts later what it refused', async () => {
    const early = createUnopened();
    const opened = await openNew(createSqliteDatabase);

    const answer = await early.store.ledger.accept(newSend('S1')).catch(String);
    early.open(opened);
    await early.store.ledger.accept(newSend('S2'));

    expect(answer).toBe('Error: The ledger is not open yet');
    expect(await opened.ledger.findSend('S1')).toBeUndefined();
    expect(await opened.ledger.findSend('S2')).toBeDefined();
  });

  it('has no time, and keeps nobody waiting who asks for it', async () => {
    const early = createUnopened();
    const inTheSameMoment = new Promise((resolve) => setImmediate(resolve, 'still asked'));

    const answer = await Promise.race([early.store.time().catch(String), inTheSameMoment]);

    expect(answer).toBe('Error: The ledger is not open yet');
  });
});

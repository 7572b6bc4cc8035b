import { describe, expect, it } from 'vitest';
import { createLazyStore } from '../../src/store/lazy-store.ts';
import type { Store } from '../../src/store/open-store.ts';
import { newSend, openNew } from './opened-ledger.ts';
import { createSqliteDatabase } from './test-database.ts';

const NOT_OPEN = 'Error: The ledger is not open yet';

/** A lazy store, and how the test lets its opening succeed or fail. */
function createUnopened() {
  const opening = Promise.withResolvers<Store>();
  let openings = 0;
  const store = createLazyStore(() => {
    openings += 1;
    return opening.promise;
  });
  return { store, succeed: opening.resolve, fail: opening.reject, openings: () => openings };
}

describe('a store that is not open', () => {
  it('never accepts later what it refused', async () => {
    const early = createUnopened();
    const accept = early.store.whenOpen(({ ledger }) => ledger.accept);
    const opened = await openNew(createSqliteDatabase);

    const answer = await accept(newSend('S1')).catch(String);
    early.succeed(opened);
    await accept(newSend('S2'));

    expect(answer).toBe(NOT_OPEN);
    expect(await opened.ledger.findSend('S1')).toBeUndefined();
    expect(await opened.ledger.findSend('S2')).toBeDefined();
  });

  it('answers what was asked while it opened, and is opened once', async () => {
    const early = createUnopened();
    const cache = early.store.cache('recent');

    const answers = Promise.all([early.store.whenOpen(({ ledger }) => ledger.ping)(), cache.set('asha', 'booking')]);
    early.succeed(await openNew(createSqliteDatabase));
    await answers;

    expect(await cache.get('asha')).toBe('booking');
    expect(early.openings()).toBe(1);
  });

  it('gives everyone who asks the reason why it cannot be opened', async () => {
    const early = createUnopened();
    const ping = early.store.whenOpen(({ ledger }) => ledger.ping);

    const first = ping().catch(String);
    early.fail(new Error('The disk is full'));

    const reason = 'Error: The ledger cannot be opened (The disk is full). Check DATABASE_URL.';
    expect(await first).toBe(reason);
    expect(await ping().catch(String)).toBe(reason);
  });

  it('rejects at once where only an open store is of use', async () => {
    const early = createUnopened();
    const time = early.store.ifOpen((store) => store.time);
    const nextTurn = new Promise((resolve) => setImmediate(resolve, 'still waiting'));

    const answer = await Promise.race([time().catch(String), nextTurn]);
    early.succeed(await openNew(createSqliteDatabase));
    await early.store.open();

    expect(answer).toBe(NOT_OPEN);
    expect(await time()).toBeInstanceOf(Date);
  });

  it('is closed as soon as it has opened, when it is closed before', async () => {
    const early = createUnopened();
    const opened = await openNew(createSqliteDatabase);
    const close = Promise.withResolvers<string>();

    const opening = early.store.open();
    const closing = early.store.close();
    early.succeed({ ...opened, close: async () => close.resolve('closed') });
    await Promise.all([opening, closing]);

    expect(await Promise.race([close.promise, 'still open'])).toBe('closed');
  });

  it('has nothing to close when nobody needed it', async () => {
    const early = createUnopened();

    await early.store.close();

    expect(early.openings()).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import type { Pause } from '../../../src/core/account/pause.ts';
import { createReadiness } from '../../../src/flow/maintenance/readiness.ts';
import type { LedgerProblem } from '../../../src/flow/ports/store/ledger-health.ts';
import { newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

const NOW = new Date('2026-11-22T14:00:00Z');

async function readinessOf(
  change: {
    readonly databaseTime?: () => Promise<Date>;
    readonly ledgerProblem?: () => Promise<LedgerProblem>;
    readonly workFailingMs?: () => number;
  } = {},
) {
  const opened = await openNew(createSqliteDatabase);
  const { account, ledger, ledgerHealth } = opened;
  const ledgerProblem = ledgerHealth.lastProblem;
  return {
    ...opened,
    ready: createReadiness({
      ledger,
      account,
      ledgerProblem,
      workFailingMs: () => 0,
      databaseTime: async () => NOW,
      now: () => NOW,
      ...change,
    }),
  };
}

describe('whether a send would be taken now', () => {
  it('is yes on an empty ledger', async () => {
    const { ready } = await readinessOf();

    expect(await ready()).toEqual({ isReady: true, reasons: [] });
  });

  it('is no while Kaleyra refuses the account, and yes while it only asked to wait', async () => {
    const { account, ledger, ready } = await readinessOf();
    await ledger.accept(newSend('S1'));
    const told = { sendId: 'S1', channel: 'C1' };

    await account.pause({ kind: 'asked_to_wait', code: 'HTTP_429', afterMs: 60_000 }, told);
    const whileBusy = await ready();
    await account.pause({ kind: 'refused', code: 'RBC001', mayProbe: true }, told);

    expect(whileBusy.isReady).toBe(true);
    expect((await ready()).reasons).toEqual(['Sending is paused: Kaleyra refuses the account (RBC001).']);
    const pause: Pause | undefined = await account.current();
    await account.resume(pause?.id ?? '', 'U1');
    expect((await ready()).isReady).toBe(true);
  });

  it('is no while a message has waited for more than a minute, and yes for one that waits a little', async () => {
    const { database, ledger, ready } = await readinessOf();
    await ledger.accept(newSend('S1'));
    const whileNew = await ready();
    await database.run(
      'update queued_sends set waiting_since = waiting_since - 90000, not_before = not_before - 90000',
    );

    expect(whileNew.isReady).toBe(true);
    expect((await ready()).reasons).toEqual([
      expect.stringMatching(/^A message has been waiting to leave for 9\d seconds\.$/),
    ]);
  });

  it('is no while a card in Slack has been behind for more than a minute', async () => {
    const { database, ledger, ready } = await readinessOf();
    await ledger.accept(newSend('S1'));
    await database.run('update cards set behind_since = behind_since - 90000');

    expect((await ready()).reasons).toEqual([
      expect.stringMatching(/^A card in Slack has been behind for 9\d seconds\.$/),
    ]);
  });

  it('is no while the ledger has refused what the workers do for more than ten seconds', async () => {
    let failingMs = 10_000;
    const { ready } = await readinessOf({ workFailingMs: () => failingMs });
    const before = await ready();
    failingMs = 11_700;

    expect(before.isReady).toBe(true);
    expect((await ready()).reasons).toEqual([
      'The ledger has refused work in progress for 12 seconds. The log says why.',
    ]);
  });

  it.each([61_000, -61_000])('is no when the clocks are %i ms apart', async (ms) => {
    const { ready } = await readinessOf({ databaseTime: async () => new Date(NOW.getTime() + ms) });

    expect((await ready()).reasons).toEqual(['The clocks of this process and of the database are 61 seconds apart.']);
  });

  it.each([
    ['disk_full', 'The ledger cannot be written: its disk is full.'],
    ['read_only', 'The ledger cannot be written: it is read-only.'],
    ['locked', 'The ledger cannot be written: another program has locked it.'],
    [
      'file_gone',
      'The file of the ledger was deleted or replaced while the bot runs. Bring it back and restart the bot.',
    ],
  ] as const)('is no when the ledger can be read and not written: %s', async (problem, reason) => {
    const { ready } = await readinessOf({ ledgerProblem: async () => problem });

    expect(await ready()).toEqual({ isReady: false, reasons: [reason] });
  });

  it('is no within seconds when the ledger hangs', async () => {
    const { ready } = await readinessOf({ databaseTime: () => new Promise(() => undefined) });

    expect(await ready()).toEqual({ isReady: false, reasons: ['The ledger does not answer.'] });
  });

  it('is no when the ledger does not answer', async () => {
    const { ready } = await readinessOf({ databaseTime: () => Promise.reject(new Error('away')) });

    expect(await ready()).toEqual({ isReady: false, reasons: ['The ledger does not answer.'] });
  });
});

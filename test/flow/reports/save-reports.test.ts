import { describe, expect, it } from 'vitest';
import type { StatusUpdate } from '../../../src/core/send/delivery/status-update.ts';
import type { ReportLedger } from '../../../src/flow/ports/store/save-reports.ts';
import { createSaveReports } from '../../../src/flow/reports/save-reports.ts';

describe('a callback with several reports', () => {
  it('saves all of them at once and wakes the cards', async () => {
    const asked: (readonly string[])[] = [];
    const { saveReports, wakes } = savingWith(async (updates) => {
      asked.push(updates.map(({ messageId }) => messageId));
      return ['stale', 'advanced', 'advanced'];
    });

    const result = await saveReports([report('a'), report('b'), report('c')]);

    expect(result).toBe('saved');
    expect(asked).toEqual([['a', 'b', 'c']]);
    expect(wakes.count).toBe(1);
  });

  it('fails when they could not be saved, and wakes no card', async () => {
    const { saveReports, wakes } = savingWith(async () => {
      throw new Error('the disk is full');
    });

    await expect(saveReports([report('a'), report('b')])).rejects.toThrow('the disk is full');

    expect(wakes.count).toBe(0);
  });

  it('is not ours when none of them is, and saved when one is or when there are none', async () => {
    const { saveReports } = savingWith(async (updates) =>
      updates.map(({ messageId }) => (messageId === 'ours' ? 'parked' : 'not_ours')),
    );

    const outcomes = [
      await saveReports([report('a'), report('b')]),
      await saveReports([report('a'), report('ours')]),
      await saveReports([]),
    ];

    expect(outcomes).toEqual(['not_ours', 'saved', 'saved']);
  });

  it('asks the ledger for no token that no batch can have', async () => {
    const asked: (string | undefined)[] = [];
    const { saveReports } = savingWith(async (updates) => {
      asked.push(...updates.map(({ batchToken }) => batchToken));
      return updates.map(() => 'stale');
    });
    const made = ['a\0b', 'cut\ud83d', 'a'.repeat(20_000), 'no token', ''].map((batchToken) => report('a', batchToken));

    expect(await saveReports(made)).toBe('not_ours');
    expect(asked).toEqual([]);
    expect(await saveReports([...made, report('b', 'dG9rZW4tb2YtYS1iYXRjaA'), report('c')])).toBe('saved');
    expect(asked).toEqual(['dG9rZW4tb2YtYS1iYXRjaA', undefined]);
  });
});

function savingWith(save: ReportLedger['saveReports']) {
  const wakes = { count: 0 };
  const nothing = (): void => undefined;
  const saveReports = createSaveReports({
    ledger: { saveReports: save },
    wakeCards: () => {
      wakes.count += 1;
    },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  return { saveReports, wakes };
}

function report(messageId: string, batchToken?: string): StatusUpdate {
  return {
    messageId,
    status: 'delivered',
    code: undefined,
    text: undefined,
    batchToken,
    recipientDigits: undefined,
    reportedAt: undefined,
  };
}

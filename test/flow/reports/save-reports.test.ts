import { describe, expect, it } from 'vitest';
import type { StatusUpdate } from '../../../src/core/send/status-update.ts';
import type { Ledger } from '../../../src/flow/ports/ports.ts';
import { createSaveReports } from '../../../src/flow/reports/save-reports.ts';

describe('a callback with several reports', () => {
  it('asks for all of them in one, and has what they changed shown', async () => {
    const asked: (readonly string[])[] = [];
    const { saveReport, changes } = recording(async (updates) => {
      asked.push(updates.map(({ messageId }) => messageId));
      return ['stale', 'advanced', 'advanced'];
    });

    const taken = await saveReport([report('a'), report('b'), report('c')]);

    expect(taken).toBe('taken');
    expect(asked).toEqual([['a', 'b', 'c']]);
    expect(changes.count).toBe(1);
  });

  it('is wanted again when they could not be stored, and shows nothing', async () => {
    const { saveReport, changes } = recording(async () => {
      throw new Error('the disk is full');
    });

    await expect(saveReport([report('a'), report('b')])).rejects.toThrow('the disk is full');

    expect(changes.count).toBe(0);
  });

  it('is not ours when none of them is, and taken when one is or none says anything', async () => {
    const { saveReport } = recording(async (updates) =>
      updates.map(({ messageId }) => (messageId === 'ours' ? 'parked' : 'not_ours')),
    );

    const outcomes = [
      await saveReport([report('a'), report('b')]),
      await saveReport([report('a'), report('ours')]),
      await saveReport([]),
    ];

    expect(outcomes).toEqual(['not_ours', 'taken', 'taken']);
  });

  it('asks the ledger for no token that no batch can have', async () => {
    const asked: (string | undefined)[] = [];
    const { saveReport } = recording(async (updates) => {
      asked.push(...updates.map(({ batchToken }) => batchToken));
      return updates.map(() => 'stale');
    });
    const made = ['a\0b', 'cut\ud83d', 'a'.repeat(20_000), 'no token', ''].map((batchToken) => report('a', batchToken));

    expect(await saveReport(made)).toBe('not_ours');
    expect(asked).toEqual([]);
    expect(await saveReport([...made, report('b', 'dG9rZW4tb2YtYS1iYXRjaA'), report('c')])).toBe('taken');
    expect(asked).toEqual(['dG9rZW4tb2YtYS1iYXRjaA', undefined]);
  });
});

function recording(record: Ledger['saveReports']) {
  const changes = { count: 0 };
  const nothing = (): void => undefined;
  const saveReport = createSaveReports({
    ledger: { saveReports: record },
    onChange: () => {
      changes.count += 1;
    },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  return { saveReport, changes };
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

import { describe, expect, it } from 'vitest';
import type { StatusUpdate } from '../../../src/core/send/status-update.ts';
import type { Ledger } from '../../../src/flow/ports/ports.ts';
import { createSaveReports } from '../../../src/flow/reports/save-reports.ts';

describe('a callback with several reports', () => {
  it('asks for all of them at once', async () => {
    const asked: string[] = [];
    const answer = Promise.withResolvers<'advanced'>();
    const { saveReport } = recording(({ messageId }) => {
      asked.push(messageId);
      return answer.promise;
    });

    const taken = saveReport([report('a'), report('b'), report('c')]);
    const askedBeforeAnyAnswer = [...asked];
    answer.resolve('advanced');

    expect(await taken).toBe('taken');
    expect(askedBeforeAnyAnswer).toEqual(['a', 'b', 'c']);
  });

  it('is wanted again when one could not be stored, and has the others shown', async () => {
    const { saveReport, changes } = recording(async ({ messageId }) => {
      if (messageId === 'b') throw new Error('the disk is full');
      return messageId === 'a' ? 'advanced' : 'stale';
    });

    await expect(saveReport([report('a'), report('b'), report('c')])).rejects.toThrow('the disk is full');

    expect(changes.count).toBe(1);
  });

  it('is not ours when none of them is, and taken when one is or none says anything', async () => {
    const { saveReport } = recording(async ({ messageId }) => (messageId === 'ours' ? 'parked' : 'not_ours'));

    const outcomes = [
      await saveReport([report('a'), report('b')]),
      await saveReport([report('a'), report('ours')]),
      await saveReport([]),
    ];

    expect(outcomes).toEqual(['not_ours', 'taken', 'taken']);
  });
});

function recording(record: Ledger['saveReport']) {
  const changes = { count: 0 };
  const nothing = (): void => undefined;
  const saveReport = createSaveReports({
    ledger: { saveReport: record },
    onChange: () => {
      changes.count += 1;
    },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  return { saveReport, changes };
}

function report(messageId: string): StatusUpdate {
  return {
    messageId,
    status: 'delivered',
    code: undefined,
    text: undefined,
    batchToken: undefined,
    recipientDigits: undefined,
    reportedAt: undefined,
  };
}

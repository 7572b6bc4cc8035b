import { describe, expect, it } from 'vitest';
import { createResolveUnknown } from '../../../src/flow/send/resolve-unknown.ts';
import { claim, newSend, openNew, these, unanswered } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { memoryLog } from '../../support/slack.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };

async function openUnknown() {
  const { ledger, lookup } = await openNew(createSqliteDatabase);
  await ledger.accept(newSend('S1', { sizes: [2] }));
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, unanswered(batch), undefined);
  const wakes: true[] = [];
  const log = memoryLog();
  const resolve = createResolveUnknown({ lookup, wakeCards: () => void wakes.push(true), log });
  const [deliveryId = ''] = batch.deliveryIds;
  return { deliveryId, log, resolve, wakes };
}

describe('what a person says about a delivery that is unknown', () => {
  it('is saved once, and shown on the card', async () => {
    const { deliveryId, log, resolve, wakes } = await openUnknown();
    const report = { sendId: 'S1', about: these(deliveryId), said: 'arrived', asker: ASKER } as const;

    expect(await resolve(report)).toEqual({ kind: 'saved', count: 1 });
    expect(wakes).toHaveLength(1);
    expect(await resolve(report)).toEqual({ kind: 'saved', count: 0 });
    expect(wakes).toHaveLength(1);
    expect(log.lines).toContainEqual({
      level: 'info',
      data: { sendId: 'S1', about: 'these', said: 'arrived', actorId: 'U1', count: 1 },
      message: 'manual report',
    });
  });

  it('is not saved for a send that they may not see', async () => {
    const { deliveryId, resolve, wakes } = await openUnknown();
    const asker = { ...ASKER, teamId: 'T2' };

    expect(await resolve({ sendId: 'S1', about: these(deliveryId), said: 'arrived', asker })).toEqual({
      kind: 'not_found',
    });
    expect(wakes).toHaveLength(0);
  });
});

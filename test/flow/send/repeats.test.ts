import { describe, expect, it } from 'vitest';
import { createRequestSend, type Requested } from '../../../src/flow/send/request-send.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_POLICY, requested } from '../../support/rules.ts';

const MINUTE_MS = 60_000;

/** Three people review the same message to the same number, each in a view of their own. */
async function openReviewed() {
  const opened = await openNew(createSqliteDatabase);
  let ids = 0;
  const requestSend = createRequestSend({
    ledger: opened.ledger,
    drafts: opened.drafts,
    askRules: NO_POLICY,
    mayExcept: async () => false,
    recipientsPerRequest: 20,
    reportsExpected: true,
    auditChannel: undefined,
    newSendId: () => {
      ids += 1;
      return `S${ids}`;
    },
    newToken: () => `token-${ids}`,
    concealment: createScrubber([]),
    onAccepted: () => undefined,
    log: SILENT,
  });
  async function press(actorId: string, seenUntil?: Date): Promise<Requested> {
    const { order } = newSend('S1', { order: { actorId } });
    await opened.drafts.save(`draft of ${actorId}`, { order, responseUrl: undefined });
    return requestSend(requested(`draft of ${actorId}`, `T1:view of ${actorId}`, actorId, seenUntil));
  }
  /** As if all that was sent had been sent so much earlier. */
  const letPass = (ms: number) => opened.database.run(`update sends set created_at = created_at - ${ms}`);
  return { ...opened, letPass, press };
}

describe('the same message to the same number', () => {
  it('is asked about for ten minutes, and no longer', async () => {
    const { letPass, press } = await openReviewed();
    await press('U1');
    await letPass(9 * MINUTE_MS);

    const early = await press('U2');
    await letPass(2 * MINUTE_MS);
    const late = await press('U3');

    expect(early).toMatchObject({ kind: 'repeated', repeats: [{ sendId: 'S1', actorId: 'U1' }] });
    expect(late).toMatchObject({ kind: 'accepted', isNew: true });
  });

  it('is sent on a yes to what there was, and asked about again for what came after it', async () => {
    const { letPass, press } = await openReviewed();
    await press('U1');
    await letPass(2 * MINUTE_MS);
    const asked = await press('U2');
    const seenUntil = asked.kind === 'repeated' ? asked.repeats[0]?.at : undefined;

    const saidYes = await press('U3', seenUntil);
    const saidYesToTheFirst = await press('U4', seenUntil);

    expect(saidYes).toMatchObject({ kind: 'accepted', isNew: true });
    expect(saidYesToTheFirst).toMatchObject({ kind: 'repeated', repeats: [{ actorId: 'U3' }, { actorId: 'U1' }] });
  });
});

import { describe, expect, it } from 'vitest';
import type { ApproverPlace } from '../../../src/flow/ports/store/rules/approver-places.ts';
import { createWatchApprovals } from '../../../src/flow/rules/watch-approvals.ts';
import { newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { ONE_APPROVAL, rulesOf } from '../../store/rules/send-rules.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

const MINUTE_MS = 60_000;

/** A send that U2 and U3 are asked to approve, and what a look at it leads to. */
async function openAsked() {
  const opened = await openNew(createSqliteDatabase);
  await opened.ledger.accept(newSend('S1', { rules: rulesOf({ approval: ONE_APPROVAL }) }));
  const wakes: string[] = [];
  const reminded: string[] = [];
  const watch = createWatchApprovals({
    approvals: opened.rules.approvals,
    places: opened.rules.approverPlaces,
    async remind({ personId }: ApproverPlace, { sendId }) {
      reminded.push(`${personId} ${sendId}`);
    },
    wakeAll: () => void wakes.push('all'),
    log: SILENT,
  });
  const later = (ms: number) =>
    opened.database.run(`update approval_requests
      set asked_at = asked_at - ${ms}, expires_at = expires_at - ${ms}, remind_at = remind_at - ${ms}`);
  return { ...opened, later, reminded, wakes, watch };
}

describe('a send that waits for approval', () => {
  it('reminds everybody who has said nothing, once, after a quarter of an hour', async () => {
    const { later, reminded, wakes, watch } = await openAsked();
    await watch();
    const early = [...reminded];
    await later(16 * MINUTE_MS);

    await watch();
    await watch();

    expect(early).toEqual([]);
    expect(reminded.toSorted()).toEqual(['U2 S1', 'U3 S1']);
    expect(wakes).toEqual([]);
  });

  it('ends when nobody approves it in time, and its cards say so', async () => {
    const { later, reminded, statuses, wakes, watch } = await openAsked();
    await later(8 * 60 * MINUTE_MS + 1);

    await watch();
    await watch();

    expect(await statuses('S1')).toEqual(['cancelled']);
    expect(wakes).toEqual(['all']);
    expect(reminded).toEqual([]);
  });
});

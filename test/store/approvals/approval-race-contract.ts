import type { KyselyPlugin } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Send } from '../../../src/core/send/send.ts';
import { createRefreshCard } from '../../../src/flow/cards/refresh-card.ts';
import { openEngine } from '../../../src/store/open-engine.ts';
import { createFindSend } from '../../../src/store/read/read-send.ts';
import { type Opened, openNew, SILENT } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { approve, asked } from './asked.ts';

export function approvalRaceContract(create: CreateDatabase): void {
  describe('two processes at one send that needs approval', () => {
    it('let it leave once, or not at all, whoever presses what at the same time', { timeout: 60_000 }, async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      for (let round = 0; round < 20; round += 1) {
        const id = `S${round}`;
        const digest = await asked(opened, id);
        const given = { sendId: id, digest, policyHash: 'policy-1' };

        const [approved, declined, stopped] = await Promise.all([
          opened.rules.approvals.approve({ ...given, personId: 'U2', meets: [0] }),
          other.rules.approvals.decline({ ...given, personId: 'U3', reason: 'no' }),
          round % 2 === 0 ? other.lists.control.stop(id, 'U1') : undefined,
        ]);
        const batch = await opened.ledger.claimBatch('worker');
        const request = await opened.rules.approvals.findRequest(id);

        const said = [approved, declined].map(({ kind }) => kind === 'approved');
        const isStopped = stopped?.kind === 'stopped' && stopped.isNew;
        expect(request?.state).toBe(stateAfter(said));
        expect(said.filter(Boolean).length).toBe(request?.state === 'withdrawn' ? 0 : 1);
        expect(batch !== undefined).toBe(said[0] === true && !isStopped);
        await opened.lists.control.stop(id, 'U1');
      }
    });

    it('show an approver who withdrew it and when, also on a copy that was read meanwhile', async () => {
      const opened = await openNew(create);
      await asked(opened);
      const torn = await readMeanwhile(opened, () => opened.lists.control.stop('S1', 'U1'));
      const shown: string[] = [];
      const work = createRefreshCard({
        ledger: opened.ledger,
        log: SILENT,
        async showCard({ card, send }) {
          if (card.role === 'approver') shown.push(`${card.destination}: ${send.change?.state}`);
          return { kind: 'shown', message: { channelId: 'D1', ts: '1.2' } };
        },
      });

      let isFirst = true;
      for (let claimed = await work.claim('W1'); claimed !== undefined; claimed = await work.claim('W1')) {
        const isCopy = claimed.card.role === 'approver';
        await work.perform(isCopy && isFirst ? { ...claimed, send: torn } : claimed, () => undefined);
        isFirst &&= !isCopy;
      }

      expect(torn).toMatchObject({ approval: { state: 'withdrawn' }, change: { state: 'held' } });
      expect(shown.toSorted()).toEqual(['U2: held', 'U2: stopped', 'U3: stopped']);
    });

    it('count two approvals at the same time as two, and of one person as one', { timeout: 60_000 }, async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      for (let round = 0; round < 10; round += 1) {
        const id = `S${round}`;
        const digest = await asked(opened, id, {
          needs: [{ by: ['lead'], count: 2, rule: 1, because: 'it goes to more than 50 people' }],
          approvers: ['U2', 'U3'],
        });
        const given = { sendId: id, digest };

        const twice = await Promise.all([approve(opened, given), approve(other, given)]);
        const both = await Promise.all([
          approve(opened, { ...given, personId: 'U3' }),
          approve(other, { ...given, personId: 'U4' }),
        ]);

        expect(twice.map(({ kind }) => kind).sort()).toEqual(['counted', 'said_before']);
        expect(both.map(({ kind }) => kind).sort()).toEqual(['approved', 'too_late']);
      }
    });
  });
}

/** Reads the send S1 while something happens right after its own row was read. */
async function readMeanwhile({ database }: Opened, happen: () => Promise<unknown>): Promise<Send> {
  const engine = await openEngine(database.url, SILENT);
  let isRead = false;
  const meanwhile: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!isRead) {
        isRead = true;
        await happen();
      }
      return result;
    },
  };
  try {
    const send = await createFindSend({ ...engine, db: engine.db.withPlugin(meanwhile) }, 80)('S1');
    if (send === undefined) throw new Error('There is no send S1');
    return send;
  } finally {
    await engine.close();
  }
}

/** @param said whether the approval and whether the refusal counted */
function stateAfter([isApproved = false, isDeclined = false]: readonly boolean[]): string {
  if (isApproved) return 'approved';
  return isDeclined ? 'declined' : 'withdrawn';
}

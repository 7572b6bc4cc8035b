import { describe, expect, it } from 'vitest';
import { type Opened, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { asked } from './asked.ts';

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

    it('count two approvals at the same time as two, and of one person as one', { timeout: 60_000 }, async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      for (let round = 0; round < 10; round += 1) {
        const id = `S${round}`;
        const digest = await asked(opened, id, {
          needs: [{ by: ['lead'], count: 2, rule: 1, because: 'it goes to more than 50 people' }],
          approvers: ['U2', 'U3'],
        });
        const press = (process: Pick<Opened, 'rules'>, personId: string) =>
          process.rules.approvals.approve({ sendId: id, personId, digest, policyHash: 'policy-1', meets: [0] });

        const twice = await Promise.all([press(opened, 'U2'), press(other, 'U2')]);
        const both = await Promise.all([press(opened, 'U3'), press(other, 'U4')]);

        expect(twice.map(({ kind }) => kind).sort()).toEqual(['counted', 'said_before']);
        expect(both.map(({ kind }) => kind).sort()).toEqual(['approved', 'too_late']);
      }
    });
  });
}

/** @param said whether the approval and whether the refusal counted */
function stateAfter([isApproved = false, isDeclined = false]: readonly boolean[]): string {
  if (isApproved) return 'approved';
  return isDeclined ? 'declined' : 'withdrawn';
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import { accepted, type Opened, openNew, rejected } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { confirmationOf, planOf } from './plans.ts';

/** `MODEL_RUNS=1000` for a long one. */
const RUNS = Math.min(Number(process.env['MODEL_RUNS'] ?? 25), 1_000);
const ROWS = 9;
const TRIAL_ROWS = 3;

type Process = Pick<Opened, 'ledger' | 'lists'>;
type Deed =
  | 'claim'
  | 'accept'
  | 'reject'
  | 'requeue'
  | 'crash'
  | 'confirm'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'releaseRest'
  | 'clearRows';

/** What must hold, whatever happens at the same time in two processes. */
interface Told {
  /** Set when a confirmation begins: nothing is claimed before. */
  isConfirming: boolean;
  mayLeaveRest: boolean;
  /** Set once a stop is over: every claim that begins later finds nothing. */
  isStopped: boolean;
  /** Deliveries that were claimed, and not proved never to have left. */
  readonly inTheAir: Set<string>;
  readonly claims: ClaimedBatch[];
}

/** Claims come more often, because without them nothing happens. */
const DEED: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Deed>('claim') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>('accept', 'reject', 'requeue', 'crash') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>('confirm', 'pause', 'resume', 'releaseRest') },
  { weight: 1, arbitrary: fc.constantFrom<Deed>('stop', 'clearRows') },
);

/** Each step is done at the same time, by one process or the other. */
const STEPS = fc.array(fc.array(fc.record({ deed: DEED, process: fc.nat(1) }), { minLength: 1, maxLength: 4 }), {
  minLength: 10,
  maxLength: 30,
});

export function listModelContract(create: CreateDatabase): void {
  describe('a list that is claimed, held up, stopped and let go at the same time by two processes', () => {
    it('sends no row twice, none before it is confirmed and none after a stop, and its counts add up', {
      timeout: 60_000 + 2_000 * RUNS,
    }, async () => {
      // A lease of no time ends at the next crash, and not before.
      const opened = await openNew(create, { leaseMs: 0 });
      const processes: readonly Process[] = [opened, await opened.openAgain()];
      let runs = 0;

      await fc.assert(
        fc.asyncProperty(STEPS, fc.boolean(), async (steps, trial) => {
          runs += 1;
          await liveThrough(processes, opened, { id: `P${runs}`, steps, trial });
        }),
        { numRuns: RUNS },
      );
    });
  });
}

interface Life {
  readonly id: string;
  readonly steps: readonly (readonly { readonly deed: Deed; readonly process: number }[])[];
  readonly trial: boolean;
}

async function liveThrough(processes: readonly Process[], opened: Opened, { id, steps, trial }: Life): Promise<void> {
  const told: Told = {
    isConfirming: false,
    mayLeaveRest: !trial,
    isStopped: false,
    inTheAir: new Set(),
    claims: [],
  };
  const digest = await opened.lists.plans.save(planOf(id, ROWS, { trialRows: TRIAL_ROWS }));
  const act = createDeeds(told, { id, digest, trial });
  const [first = opened, second = opened] = processes;
  for (const step of steps)
    await Promise.all(step.map(({ deed, process }) => act[deed](process === 0 ? first : second)));
  await act.confirm(first);
  const stopped = await first.lists.control.stop(id, 'U1');
  const result = await opened.lists.results.results(id, { teamId: 'T1', channelId: 'C1', actorId: 'U1' }, 0);
  if (stopped.kind === 'stopped') expect(stopped.left + stopped.notLeft + stopped.onTheirWay).toBe(ROWS);
  expect(await first.ledger.claimBatch('last')).toBeUndefined();
  const never = (result?.results ?? []).filter(({ status }) => status === 'cancelled' || status === 'queued');
  expect(never.filter(({ deliveryId }) => told.inTheAir.has(deliveryId))).toEqual([]);
  expect(never.length + told.inTheAir.size).toBe(ROWS);
  await first.lists.timed.clearRows();
  expect((await opened.lists.results.restOf(id, { teamId: 'T1', channelId: 'C1', actorId: 'U1' }))?.length).toBe(
    never.length,
  );
  await first.ledger.expireLeases();
}

function createDeeds(
  told: Told,
  { id, digest, trial }: { readonly id: string; readonly digest: string; readonly trial: boolean },
): Record<Deed, (process: Process) => Promise<unknown>> {
  const settle = (with_: typeof accepted | typeof rejected) => async (process: Process) => {
    const batch = told.claims.pop();
    if (batch !== undefined) await process.ledger.settleBatch(batch, with_(batch, batch.token), undefined);
  };
  return {
    async claim({ ledger }) {
      const { isStopped } = told;
      const batch = await ledger.claimBatch('worker');
      if (batch === undefined) return;
      expect({ isStopped, isConfirming: told.isConfirming }).toEqual({ isStopped: false, isConfirming: true });
      for (const deliveryId of batch.deliveryIds) {
        expect(told.inTheAir.has(deliveryId), `${deliveryId} is claimed twice`).toBe(false);
        told.inTheAir.add(deliveryId);
        if (!told.mayLeaveRest) expect(Number(deliveryId.split('.')[1])).toBeLessThan(TRIAL_ROWS);
      }
      told.claims.push(batch);
    },
    accept: settle(accepted),
    reject: settle(rejected),
    async requeue({ ledger }) {
      const batch = told.claims.pop();
      if (batch === undefined) return;
      // It may be claimed again before this returns.
      for (const deliveryId of batch.deliveryIds) told.inTheAir.delete(deliveryId);
      if (!(await ledger.requeueBatch(batch, 0))) for (const one of batch.deliveryIds) told.inTheAir.add(one);
    },
    crash({ ledger }) {
      told.claims.length = 0;
      return ledger.expireLeases();
    },
    confirm({ lists }) {
      told.isConfirming = true;
      return lists.plans.confirm(confirmationOf(id, digest, { trial }));
    },
    async pause({ lists }) {
      await lists.control.pause(id, 'U1');
    },
    async resume({ lists }) {
      await lists.control.resume(id, 'U1');
    },
    async stop({ lists }) {
      const { kind } = await lists.control.stop(id, 'U1');
      if (kind === 'stopped') told.isStopped = true;
    },
    releaseRest({ lists }) {
      told.mayLeaveRest = true;
      return lists.control.releaseRest(id, 'U1');
    },
    clearRows: ({ lists }) => lists.timed.clearRows(),
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import { confirmationOf, planOf } from '../lists/plans.ts';
import { accepted, newSend, type Opened, openNew, rejected, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { ONE_APPROVAL, rulesOf } from './send-rules.ts';

/** `MODEL_RUNS=1000` for a long one. */
const RUNS = Math.min(Number(process.env['MODEL_RUNS'] ?? 10), 1_000);

type Process = Pick<Opened, 'ledger' | 'lists' | 'rules'>;

/** What one step does, and to which send. */
interface Given {
  readonly process: Process;
  readonly at: number;
  readonly sizes: readonly number[];
}

/** The recipients that are neither cancelled nor rejected. */
const CHARGED = `sends join deliveries on send_id = sends.id
  where quota_day is not null and status not in ('cancelled', 'rejected')`;
const SUBJECTS = {
  channel: `team_id || ' ' || channel_id`,
  number: 'recipient_key',
  person: `team_id || ' ' || actor_id`,
  workspace: 'team_id',
};

export function quotaModelContract(create: CreateDatabase): void {
  describe('quotas, while two processes accept, send, refuse, stop, approve and decline, and reports come early and late', () => {
    it('always count the recipients that are neither cancelled nor rejected', { timeout: 120_000 }, async () => {
      const opened = await openNew(create);
      const processes: readonly Process[] = [opened, await opened.openAgain()];
      const deeds = createDeeds();
      const step = fc.record({
        deed: fc.constantFrom(...Object.keys(deeds), 'accept', 'claim'),
        process: fc.nat(1),
        at: fc.nat(30),
        sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      });

      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 12 }), async (steps) => {
          for (const together of steps)
            await Promise.all(
              together.map(({ deed, process, ...given }) =>
                deeds[deed]?.({ ...given, process: processes[process] ?? opened }),
              ),
            );
          for (const [scope, subject] of Object.entries(SUBJECTS)) {
            const used = `select subject, used from quota_uses where scope = '${scope}' and used > 0 order by subject`;
            const owed = `select ${subject} as subject, cast(count(*) as integer) as used from ${CHARGED}
              group by ${subject} order by subject`;
            expect(await opened.database.run(used)).toEqual(await opened.database.run(owed));
          }
        }),
        { numRuns: RUNS },
      );
    });
  });
}

function createDeeds(): Readonly<Record<string, (given: Given) => Promise<unknown>>> {
  const claims: ClaimedBatch[] = [];
  /** All that ever were. */
  const claimed: ClaimedBatch[] = [];
  let sends = 0;
  const idAt = (at: number): string => `S${at % Math.max(1, sends)}`;
  const rulesAt = (at: number) =>
    rulesOf({
      quotas: { day: '2026-11-29', limits: { person: 30, number: 12 } },
      ...(at % 3 === 0 && { approval: ONE_APPROVAL }),
    });
  const settle =
    (outcomes: typeof accepted | typeof rejected) =>
    async ({ process }: Given) => {
      const batch = claims.shift();
      if (batch !== undefined) await process.ledger.settleBatch(batch, outcomes(batch, batch.token), undefined);
    };
  const pressOf = async ({ process: { rules }, at }: Given) => {
    const digest = (await rules.approvals.findRequest(idAt(at)))?.digest ?? '';
    return { sendId: idAt(at), personId: 'U9', digest, policyHash: 'policy-1' };
  };
  return {
    async accept({ process, at, sizes }) {
      sends += 1;
      await process.ledger.accept(
        newSend(`S${sends}`, { sizes, rules: rulesAt(at), order: { actorId: `U${at % 2}` } }),
      );
    },
    async list({ process: { lists }, at, sizes }) {
      sends += 1;
      const plan = planOf(`S${sends}`, sizes.length);
      const digest = await lists.plans.save(plan);
      await lists.plans.confirm(confirmationOf(plan.id, digest, { rules: rulesAt(at) }));
    },
    async claim({ process }) {
      const batch = await process.ledger.claimBatch('worker');
      if (batch !== undefined) {
        claims.push(batch);
        claimed.push(batch);
      }
    },
    settle: settle(accepted),
    refuse: settle(rejected),
    async requeue({ process }) {
      const batch = claims.shift();
      if (batch !== undefined) await process.ledger.requeueBatch(batch, 0);
    },
    async report({ process, at, sizes: [place = 1] }) {
      const batch = claimed[at % Math.max(1, claimed.length)];
      if (batch === undefined) return;
      const { outgoing, token } = batch;
      const index = place % outgoing.recipients.length;
      const recipientDigits = String(outgoing.recipients[index]).slice(1);
      const status = at % 2 === 0 ? 'delivered' : 'failed';
      await process.ledger.saveReport(report(`${token}:${index}`, status, { batchToken: token, recipientDigits }));
    },
    stop: ({ process, at }) => process.lists.control.stop(idAt(at), 'U1'),
    clear: ({ process }) => process.lists.timed.clearRows(),
    approve: async (given) => given.process.rules.approvals.approve({ ...(await pressOf(given)), meets: [0] }),
    decline: async (given) => given.process.rules.approvals.decline({ ...(await pressOf(given)), reason: 'no' }),
  };
}

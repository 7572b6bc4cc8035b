import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryStatus } from '../../src/core/send/delivery/status.ts';
import type { StatusUpdate } from '../../src/core/send/delivery/status-update.ts';
import type { BatchClaim, ClaimedBatch } from '../../src/flow/ports/store/deliver-batch.ts';
import type { Ledger } from '../../src/store/ledger.ts';
import { accepted, newSend, openNew, rejected, report, type TestLedger, unanswered } from './opened-ledger.ts';
import { createSqliteDatabase } from './test-database.ts';

/** `MODEL_RUNS=10000` for a long one. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 150);
const ANSWERS = { accepted, rejected, unanswered } as const;
const REPORTS = ['sent', 'failed', 'delivered', 'read'] as const;
const RANK: Partial<Record<DeliveryStatus, number>> = { sent: 1, failed: 2, delivered: 3, read: 4 };
const STATUSES = [
  'queued',
  'sending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'rejected',
  'failed',
  'unknown',
] as const satisfies readonly DeliveryStatus[];

type Event =
  | { readonly kind: 'claim' | 'requeue' | 'expire' }
  | { readonly kind: 'answer'; readonly answer: keyof typeof ANSWERS; readonly isFromOldTry: boolean }
  | { readonly kind: 'report'; readonly word: StatusUpdate['status']; readonly about: 0 | 1 };

/** One batch to two recipients, as it must be after the events so far. */
interface Model {
  batch: 'queued' | 'sending' | 'done' | 'lost';
  fence: number;
  statuses: [DeliveryStatus, DeliveryStatus];
}

interface Real {
  readonly ledger: TestLedger;
  readonly sendId: string;
  claimed: ClaimedBatch | undefined;
}

/** Claims and answers come more often, because most reports end the story. */
const EVENTS: readonly Event[] = [
  ...Array.from({ length: 6 }, () => ({ kind: 'claim' }) as const),
  { kind: 'requeue' },
  { kind: 'expire' },
  ...(['accepted', 'rejected', 'unanswered'] as const).flatMap((answer) => [
    { kind: 'answer', answer, isFromOldTry: false } as const,
    { kind: 'answer', answer, isFromOldTry: false } as const,
    { kind: 'answer', answer, isFromOldTry: true } as const,
  ]),
  ...REPORTS.flatMap((word) => ([0, 1] as const).map((about) => ({ kind: 'report', word, about }) as const)),
];

describe('a delivery', () => {
  it('goes where its states allow, whatever happens in whatever order, and is in every state when anything does', {
    timeout: 5000 + 50 * RUNS,
  }, async () => {
    // A lease of no time ends when `expire` comes, and not before.
    const { ledger, statuses } = await openNew(createSqliteDatabase, { leaseMs: 0 });
    const met = new Set<string>();
    let runs = 0;

    await fc.assert(
      fc.asyncProperty(
        fc.commands(
          EVENTS.map((event) => fc.constant(commandOf(event, statuses, met))),
          { maxCommands: 20, size: 'max' },
        ),
        async (commands) => {
          runs += 1;
          const sendId = `S${runs}`;
          await ledger.accept(newSend(sendId, { sizes: [2] }));
          const setup = () => ({
            model: { batch: 'queued', fence: 0, statuses: ['queued', 'queued'] } as Model,
            real: { ledger, sendId, claimed: undefined } as Real,
          });
          await fc.asyncModelRun(setup, commands);
          await drain(ledger);
        },
      ),
      { numRuns: RUNS, seed: 20_261_122 },
    );

    const words = [...new Set(EVENTS.map(nameOf))];
    const missing = STATUSES.flatMap((status) => words.map((word) => `${status} × ${word}`)).filter(
      (pair) => !met.has(pair),
    );
    expect(missing).toEqual([]);
  });
});

function nameOf(event: Event): string {
  switch (event.kind) {
    case 'answer':
      return `${event.answer}${event.isFromOldTry ? ' by an older try' : ''}`;
    case 'report':
      return `reported ${event.word}`;
    default:
      return event.kind;
  }
}

function commandOf(
  event: Event,
  statuses: (sendId: string) => Promise<readonly DeliveryStatus[]>,
  met: Set<string>,
): fc.AsyncCommand<Model, Real> {
  return {
    check: () => true,
    toString: () => nameOf(event),
    async run(model, real) {
      for (const status of model.statuses) met.add(`${status} × ${nameOf(event)}`);
      const expected = expectedOf(model, event);
      const outcome = await happen(real, event);
      expect(outcome).toEqual(expected);
      expect(await statuses(real.sendId)).toEqual(model.statuses);
    },
  };
}

/** Moves the model and says what the ledger must answer. */
function expectedOf(model: Model, event: Event): unknown {
  switch (event.kind) {
    case 'claim':
      return claimModel(model);
    case 'requeue':
      if (model.batch !== 'sending') return false;
      model.batch = 'queued';
      change(model, (status) => (status === 'sending' ? 'queued' : status));
      return true;
    case 'expire': {
      if (model.batch !== 'sending') return 0;
      const count = model.statuses.filter((status) => status === 'sending').length;
      model.batch = 'lost';
      change(model, (status) => (status === 'sending' ? 'unknown' : status));
      return count;
    }
    case 'answer':
      if (event.isFromOldTry || (model.batch !== 'sending' && model.batch !== 'lost')) return false;
      model.batch = 'done';
      change(model, (status) => (status === 'sending' || status === 'unknown' ? ANSWERED[event.answer] : status));
      return true;
    case 'report': {
      const before = model.statuses[event.about];
      const isNews = (RANK[before] ?? 0) < (RANK[event.word] ?? 0);
      if (isNews) model.statuses[event.about] = event.word;
      return isNews ? 'advanced' : 'stale';
    }
  }
}

const ANSWERED = { accepted: 'accepted', rejected: 'rejected', unanswered: 'unknown' } as const;

/** What a report has decided while it waited is not sent any more. */
function claimModel(model: Model): number {
  if (model.batch !== 'queued') return 0;
  model.fence += 1;
  const queued = model.statuses.filter((status) => status === 'queued').length;
  model.batch = queued === 0 ? 'done' : 'sending';
  change(model, (status) => (status === 'queued' ? 'sending' : status));
  return queued;
}

function change(model: Model, next: (status: DeliveryStatus) => DeliveryStatus): void {
  model.statuses = [next(model.statuses[0]), next(model.statuses[1])];
}

async function happen(real: Real, event: Event): Promise<unknown> {
  const { ledger, sendId, claimed } = real;
  const claim: BatchClaim = { batchId: claimed?.batchId ?? `${sendId}.b0`, fence: claimed?.fence ?? 0 };
  switch (event.kind) {
    case 'claim': {
      const batch = await ledger.claimBatch('worker');
      real.claimed = batch ?? claimed;
      return batch?.deliveryIds.length ?? 0;
    }
    case 'requeue':
      return ledger.requeueBatch(claim, 0);
    case 'expire':
      return ledger.expireLeases();
    case 'answer': {
      const fence = event.isFromOldTry ? claim.fence - 1 : claim.fence;
      return ledger.settleBatch({ ...claim, fence }, answerOf(real, event.answer), undefined);
    }
    case 'report':
      return ledger.saveReport(
        report(`${sendId}:${event.about}`, event.word, {
          batchToken: `${sendId}-token-0`,
          recipientDigits: `91987000000${event.about}`,
        }),
      );
  }
}

/** Message IDs go by the recipient, also when only the second was left to send. */
function answerOf({ sendId, claimed }: Real, answer: keyof typeof ANSWERS) {
  if (claimed === undefined) return [];
  return ANSWERS[answer](claimed, sendId).map((settlement) => ({
    ...settlement,
    messageId: settlement.messageId === undefined ? undefined : `${sendId}:${settlement.deliveryId.slice(-1)}`,
  }));
}

async function drain(ledger: Ledger): Promise<void> {
  while ((await ledger.claimBatch('worker')) !== undefined);
  await ledger.expireLeases();
}

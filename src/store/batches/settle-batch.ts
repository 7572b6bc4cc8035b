import { sql, type Transaction } from 'kysely';
import type { ProviderWarning } from '../../core/send/outcome.ts';
import type { DeliverySettlement } from '../../core/send/settlement.ts';
import type { BatchClaim, BatchLedger } from '../../flow/ports/deliver-batch.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../engine/message-base.ts';
import { matchParked, parkedReports } from '../reports/parked-reports.ts';
import { write } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { settledDeliveries } from './settle-deliveries.ts';

/** What the provider said of one claimed batch. */
interface Answer {
  readonly claim: BatchClaim;
  readonly settlements: readonly DeliverySettlement[];
  readonly warning: ProviderWarning | undefined;
}

interface ClosedBatch {
  readonly id: string;
  readonly fence: number;
  readonly send_id: string;
  readonly size: number;
}

const LARGEST_ROUND = 32;
/** Lanes are at their next requests by then: nobody but the card waits for more company. */
const MOMENT_MS = 8;

/**
 * Writes what became of a claimed batch. A lease that ended takes nothing away from an answer: only the fence decides,
 * because nobody else ever sends this batch. Answers of one moment share a transaction; written twice, one changes nothing.
 */
export function createSettleBatch(engine: Engine): BatchLedger['settleBatch'] {
  const settleTogether = (answers: readonly Answer[]) =>
    engine.db.transaction().execute((transaction) => settleAll(engine, transaction, answers));
  const settle = coalesce({ maxCalls: LARGEST_ROUND, waitMs: MOMENT_MS, isolateFailures: true }, settleTogether);
  return (claim, settlements, warning) => settle({ claim, settlements, warning });
}

async function settleAll(
  engine: Engine,
  transaction: Transaction<Tables>,
  answers: readonly Answer[],
): Promise<readonly boolean[]> {
  const closed = await closeBatches(engine, transaction, answers);
  const counted = firstOfEach(answers, closed);
  if (counted.size > 0) await writeAnswers(engine, transaction, counted);
  return answers.map((answer) => counted.has(answer));
}

/** Also takes the lock on the messages that the answers name. */
async function closeBatches(
  { isOneOf, lockOn, rowLock }: Engine,
  transaction: Transaction<Tables>,
  answers: readonly Answer[],
): Promise<readonly ClosedBatch[]> {
  const ids = answers.map(({ claim }) => claim.batchId);
  const proofs = answers.map(({ claim }) => `${claim.batchId} ${claim.fence}`);
  const closed = await sql<ClosedBatch>`
    with held as materialized (
      select id from batches
      where ${lockOn(basesOf(answers))} and ${isOneOf(sql`id`, ids)}
        and ${isOneOf(sql`id || ' ' || fence`, proofs)} and state in ('sending', 'lost')
      order by id ${rowLock}
    )
    update batches set state = 'done', worker = null, lease_until = null
    from held where batches.id = held.id
    returning batches.id, fence, send_id, size`.execute(transaction);
  return closed.rows;
}

/** A batch is answered once, whoever else has something to say of it in the same moment. */
function firstOfEach(answers: readonly Answer[], closed: readonly ClosedBatch[]): ReadonlyMap<Answer, ClosedBatch> {
  const first = closed.flatMap((batch) => {
    const answer = answers.find(({ claim }) => claim.batchId === batch.id && claim.fence === batch.fence);
    return answer === undefined ? [] : [[answer, batch] as const];
  });
  return new Map(first);
}

async function writeAnswers(
  engine: Engine,
  transaction: Transaction<Tables>,
  counted: ReadonlyMap<Answer, ClosedBatch>,
): Promise<void> {
  const bases = basesOf(counted.keys());
  const settled = settledDeliveries(
    engine,
    [...counted].map(([{ settlements }, { id }]) => ({ batchId: id, settlements })),
  );
  const parked = await engine.writeAndRead(transaction, [settled], parkedReports(engine, bases));
  const raised = await matchParked(engine, transaction, parked);
  await bumpVersions(engine, transaction, [...Array.from(counted.values(), ({ send_id }) => send_id), ...raised]);
  for (const [{ warning }, { send_id }] of counted) {
    if (warning !== undefined) await keepWarning(transaction, send_id, warning);
  }
}

function basesOf(answers: Iterable<Answer>): readonly string[] {
  const ids = [...answers].flatMap(({ settlements }) => settlements.flatMap(({ messageId }) => messageId ?? []));
  return [...new Set(ids.map(messageBase))];
}

async function keepWarning(transaction: Transaction<Tables>, sendId: string, warning: ProviderWarning): Promise<void> {
  await transaction
    .updateTable('sends')
    .set({ warning: write(warning) })
    .where('id', '=', sendId)
    .execute();
}

import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { NewPlan, PlannedBatch, PlanWriter } from '../../flow/ports/store/lists/plans.ts';
import type { Engine } from '../engine/engine.ts';
import { openQueueOf } from '../queue/send-queue.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { write } from '../schema/codec.ts';
import { contentKey } from '../sends/find-repeats.ts';

/** A commit takes as long for few rows as for many, and what else is to be written waits for it. */
const MAX_ROWS_A_COMMIT = 1_000;
/** SQLite writes so many in some 20 ms, during which the process does nothing else; and their text is short. */
const MAX_ROWS_A_STATEMENT = 250;

interface Piece {
  /** The position of its first batch. */
  readonly firstBatch: number;
  readonly batches: readonly PlannedBatch[];
}

/**
 * Saves a plan: the send, then its batches and deliveries piece by piece, each in a transaction of its own, and last the row of
 * `lists` that makes it whole. It is not in line, so nothing claims it.
 */
export function createSavePlan(engine: Engine, keyOf: NumberKeyOf): PlanWriter['save'] {
  return async (plan, around = (_, write) => write()) => {
    const [first] = plan.batches;
    if (first === undefined) throw new Error('A plan without rows');
    await around([first], () =>
      engine.transact(async (transaction) => {
        await engine.writeAndRead(transaction, [sendOf(engine, plan, first), openQueueOf(plan.sender)], sql`select 1`);
      }),
    );
    const positions = positionsOf(plan);
    const rows: string[] = [];
    for (const { batches, firstBatch } of piecesOf(plan.batches, MAX_ROWS_A_COMMIT)) {
      const parts = piecesOf(batches, MAX_ROWS_A_STATEMENT, firstBatch).map((part) => ({
        part,
        keys: part.batches.map(({ message }) => contentKey({ message })),
      }));
      const write = () =>
        engine.transact(async (transaction) => {
          for (const { part, keys } of parts) {
            const writes = [
              batchesOf(engine, plan, part, keys),
              deliveriesOf(engine, plan, part, { positions, keyOf }),
            ];
            await engine.writeAndRead(transaction, writes, sql`select 1`);
          }
        });
      await around(batches, write);
      rows.push(...parts.flatMap(({ part, keys }) => rowTexts(part, keys)));
    }
    const digest = createHash('sha256').update(rows.sort().join('\n')).digest('base64url');
    await saveList(engine, plan, digest, rows.length);
    return digest;
  };
}

function sendOf({ now }: Engine, plan: NewPlan, first: PlannedBatch): RawBuilder<unknown> {
  return sql`
    insert into sends
      (id, dedupe_key, content_key, parent_id, team_id, channel_id, actor_id, template, message, sender, reports_expected,
        response_url, warning, version, created_at, state, template_name)
    values (${plan.id}, ${`plan ${plan.id}`}, ${`list ${plan.id}`}, ${plan.parentId ?? null}, ${plan.teamId},
      ${plan.channelId}, ${plan.actorId}, ${plan.template === undefined ? null : write(plan.template)},
      ${write(first.message)}, ${plan.sender}, ${sql.lit(plan.reportsExpected ? 1 : 0)}, null, null, 1, ${now}, 'planned',
      ${first.message.template})`;
}

/** What each row says and to whom, for the hash of all of them. */
function rowTexts({ batches }: Piece, keys: readonly string[]): readonly string[] {
  return batches.flatMap(({ recipients }, at) => recipients.map((one) => `${one.recipient} ${keys[at]}`));
}

/** @param first the position of the first batch */
function piecesOf(batches: readonly PlannedBatch[], mostRows: number, first = 0): readonly Piece[] {
  const pieces: { firstBatch: number; batches: PlannedBatch[]; rows: number }[] = [];
  for (const [index, batch] of batches.entries()) {
    const size = batch.recipients.length;
    const last = pieces.at(-1);
    if (last === undefined || last.rows + size > mostRows)
      pieces.push({ firstBatch: first + index, batches: [batch], rows: size });
    else {
      last.batches.push(batch);
      last.rows += size;
    }
  }
  return pieces;
}

const BATCH = {
  position: 'integer',
  token: 'text',
  size: 'integer',
  message: 'text',
  content_key: 'text',
  region: 'text',
} as const;

function batchesOf(
  { now, tableOf }: Engine,
  plan: NewPlan,
  { batches, firstBatch }: Piece,
  keys: readonly string[],
): RawBuilder<unknown> {
  const rows = batches.map(({ token, message, recipients, region }, index) => ({
    position: firstBatch + index,
    token,
    size: recipients.length,
    message: write(message),
    content_key: keys[index] ?? null,
    region: region ?? null,
  }));
  return sql`
    insert into batches
      (id, send_id, position, token, sender, size, state, attempts, fence, not_before, queued_at, message, content_key,
        region)
    select ${plan.id} || '.b' || position, ${plan.id}, position, token, '', size, 'queued', 0, 0, ${now}, ${now},
      message, content_key, region
    from ${tableOf('batch', BATCH, rows)}`;
}

const DELIVERY = {
  position: 'integer',
  batch: 'integer',
  recipient: 'text',
  recipient_key: 'text',
  sheet_row: 'integer',
} as const;

interface RowFacts {
  readonly positions: ReadonlyMap<number, number>;
  readonly keyOf: NumberKeyOf;
}

function deliveriesOf(
  { now, tableOf }: Engine,
  plan: NewPlan,
  { batches, firstBatch }: Piece,
  { positions, keyOf }: RowFacts,
): RawBuilder<unknown> {
  const rows = batches.flatMap(({ recipients }, index) =>
    recipients.map(({ recipient, row }) => ({
      position: positions.get(row) ?? null,
      batch: firstBatch + index,
      recipient,
      recipient_key: keyOf(recipient),
      sheet_row: row,
    })),
  );
  return sql`
    insert into deliveries (id, send_id, batch_id, position, recipient, status, changed_at, recipient_key,
        sheet_row)
    select ${plan.id} || '.' || position, ${plan.id}, ${plan.id} || '.b' || batch, position, recipient, 'queued', ${now},
      recipient_key, sheet_row
    from ${tableOf('delivery', DELIVERY, rows)}`;
}

/** @returns for each row of the sheet its place among the rows of the plan, so that results come in the sheet's order */
function positionsOf({ batches }: NewPlan): ReadonlyMap<number, number> {
  const rows = batches.flatMap(({ recipients }) => recipients.map(({ row }) => row));
  return new Map(rows.sort((a, b) => a - b).map((row, position) => [row, position]));
}

async function saveList({ db }: Engine, plan: NewPlan, digest: string, rowCount: number): Promise<void> {
  const { count, rows } = trialOf(plan);
  await db
    .insertInto('lists')
    .values({
      send_id: plan.id,
      digest,
      row_count: rowCount,
      trial_rows: rows,
      trial_batches: count,
      rows_left_out: plan.rowsLeftOut ?? 0,
      due_at: null,
      asked_at: null,
    })
    .execute();
}

/** How many of the batches hold the first rows. Throws when these are not the rows of whole batches. */
function trialOf({ batches, trialRows }: NewPlan): { readonly count: number; readonly rows: number } {
  let rows = 0;
  let count = 0;
  while (rows < trialRows) {
    rows += batches[count]?.recipients.length ?? Number.POSITIVE_INFINITY;
    count += 1;
  }
  if (rows !== trialRows) throw new Error('The first rows of a plan are not those of its first batches');
  return { count, rows };
}

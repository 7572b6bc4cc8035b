import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';
import type { Tables } from '../schema/tables.ts';
import { type Candidate, pickReported, type ReportAddress } from './pick-reported.ts';

type Match =
  | {
      readonly match: 'known';
      readonly deliveryId: string;
      /** The delivery learned its message ID from this report. */
      readonly isFirst: boolean;
      /** It names a number that is not the recipient's, and other proof outweighs that. */
      readonly isOtherNumber: boolean;
    }
  /** No delivery is known for it yet, or it could be about several. */
  | { readonly match: 'none' }
  /** No batch has its token: the token was made up or belongs to another program's message, and the report is not believed. */
  | { readonly match: 'not_ours' };

/**
 * Finds the deliveries that reports are about, by message ID and by the batch's token. Each report is matched as if those
 * before it were saved. Reads in the caller's transaction and locks nothing.
 *
 * @returns each report with its match, in order
 */
export async function findReported<Address extends ReportAddress>(
  engine: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly Address[],
): Promise<readonly (Address & Match)[]> {
  const batches = await findBatches(engine, transaction, addresses);
  return addresses.map((address) => ({ ...address, ...matchOf(address, batches) }));
}

/** The batches that reports may be about, by token and by message ID. */
interface Batches {
  readonly deliveriesOf: Map<string, Candidate[]>;
  readonly byToken: Map<string, string>;
  /** For each base of a message ID, the batches that have a message with it. */
  readonly byBase: Map<string, Set<string>>;
}

function matchOf(address: ReportAddress, { deliveriesOf, byToken, byBase }: Batches): Match {
  const { batchToken, messageId } = address;
  const batchId = batchToken === undefined ? undefined : byToken.get(batchToken);
  if (batchToken !== undefined && batchId === undefined) return { match: 'not_ours' };
  const base = messageBase(messageId);
  const byMessage = [...(byBase.get(base) ?? [])].flatMap((id) => deliveriesOf.get(id) ?? []);
  const inBatch = batchId === undefined ? undefined : deliveriesOf.get(batchId);
  const picked = pickReported({ byToken: inBatch, byMessage }, address);
  if (picked === undefined) return { match: 'none' };
  const { delivery, isOtherNumber } = picked;
  const isFirst = delivery.messageId === null;
  if (isFirst) {
    delivery.messageId = messageId;
    addTo(byBase, base, delivery.batchId);
  }
  return { match: 'known', deliveryId: delivery.id, isFirst, isOtherNumber };
}

interface Row {
  readonly batch_id: string;
  readonly token: string;
  readonly id: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly message_id: string | null;
}

/** Reads all deliveries of the batches that reports may be about. */
async function findBatches(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly ReportAddress[],
): Promise<Batches> {
  const { rows } = await sql<Row>`
    with addressed as (${addressedBatches({ isOneOf }, addresses)})
    select batches.token, deliveries.batch_id, deliveries.id, recipient, status, message_id
    from addressed join batches on batches.id = addressed.id join deliveries on deliveries.batch_id = batches.id
    order by deliveries.id`.execute(transaction);
  const batches: Batches = { deliveriesOf: new Map(), byToken: new Map(), byBase: new Map() };
  for (const { batch_id, token, id, recipient, status, message_id } of rows) {
    const deliveries = batches.deliveriesOf.get(batch_id) ?? [];
    deliveries.push({ id, batchId: batch_id, recipient, status, messageId: message_id });
    batches.deliveriesOf.set(batch_id, deliveries);
    batches.byToken.set(token, batch_id);
    if (message_id !== null) addTo(batches.byBase, messageBase(message_id), batch_id);
  }
  return batches;
}

/**
 * Locks all deliveries that reports may be about, in the order of their IDs: for a transaction that raises them one after another.
 */
export async function lockReported(
  { isOneOf, rowLock }: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly ReportAddress[],
): Promise<void> {
  await sql`
    with addressed as (${addressedBatches({ isOneOf }, addresses)})
    select deliveries.id from deliveries where batch_id in (select id from addressed) order by id ${rowLock}`.execute(
    transaction,
  );
}

/** The select of the batches whose token a report carries, or that have a message with the base of a report's ID. */
function addressedBatches(
  { isOneOf }: Pick<Engine, 'isOneOf'>,
  addresses: readonly ReportAddress[],
): RawBuilder<unknown> {
  const bases = new Set(addresses.map(({ messageId }) => messageBase(messageId)));
  const tokens = new Set(addresses.flatMap(({ batchToken }) => batchToken ?? []));
  return sql`
    select batch_id as id from deliveries where ${isOneOf(sql`message_base`, [...bases])}
    union
    select id from batches where ${isOneOf(sql`token`, [...tokens])}`;
}

function addTo(byBase: Batches['byBase'], base: string, batchId: string): void {
  byBase.set(base, (byBase.get(base) ?? new Set()).add(batchId));
}

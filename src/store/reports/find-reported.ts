import { sql, type Transaction } from 'kysely';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';
import type { Tables } from '../schema/tables.ts';
import { type Candidate, pickReported, type ReportAddress } from './pick-reported.ts';

type Whose =
  | {
      readonly whose: 'known';
      readonly deliveryId: string;
      /** It told the delivery its message ID. */
      readonly isFirst: boolean;
      /** It names somebody else's number, and other proof outweighs that. */
      readonly isOtherNumber: boolean;
    }
  /** Nobody's yet, or it could be several's. */
  | { readonly whose: 'nobody' }
  /** No batch has its token, which was made up or belongs to somebody else's message: nothing of it is believed. */
  | { readonly whose: 'not_ours' };

/**
 * The deliveries that reports are about, by their message IDs and by the batch's token. Each report is looked at as if
 * those before it had been recorded.
 */
export async function findReported<Address extends ReportAddress>(
  engine: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly Address[],
): Promise<readonly (Address & Whose)[]> {
  const batches = await findBatches(engine, transaction, addresses);
  return addresses.map((address) => ({ ...address, ...whoseIs(address, batches) }));
}

/** The batches that reports may be about, and two ways to find one. */
interface Batches {
  readonly deliveriesOf: Map<string, Candidate[]>;
  readonly byToken: Map<string, string>;
  /** By the first part of a message ID, the batches in which a message has it. */
  readonly byBase: Map<string, Set<string>>;
}

function whoseIs(address: ReportAddress, { deliveriesOf, byToken, byBase }: Batches): Whose {
  const { batchToken, messageId } = address;
  const batchId = batchToken === undefined ? undefined : byToken.get(batchToken);
  if (batchToken !== undefined && batchId === undefined) return { whose: 'not_ours' };
  const base = messageBase(messageId);
  const byMessage = [...(byBase.get(base) ?? [])].flatMap((id) => deliveriesOf.get(id) ?? []);
  const inBatch = batchId === undefined ? undefined : deliveriesOf.get(batchId);
  const picked = pickReported({ byToken: inBatch, byMessage }, address);
  if (picked === undefined) return { whose: 'nobody' };
  const { delivery, isOtherNumber } = picked;
  const isFirst = delivery.messageId === null;
  if (isFirst) {
    delivery.messageId = messageId;
    addTo(byBase, base, delivery.batchId);
  }
  return { whose: 'known', deliveryId: delivery.id, isFirst, isOtherNumber };
}

interface Row {
  readonly batch_id: string;
  readonly token: string;
  readonly id: string;
  readonly recipient: string;
  readonly status: DeliveryStatus;
  readonly message_id: string | null;
}

/** Whole ones: those whose token a report carries, and those in which a message has the first part of a report's ID. */
async function findBatches(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly ReportAddress[],
): Promise<Batches> {
  const bases = new Set(addresses.map(({ messageId }) => messageBase(messageId)));
  const tokens = new Set(addresses.flatMap(({ batchToken }) => batchToken ?? []));
  const { rows } = await sql<Row>`
    with addressed as (
      select batch_id as id from deliveries where ${isOneOf(sql`message_base`, [...bases])}
      union
      select id from batches where ${isOneOf(sql`token`, [...tokens])}
    )
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

function addTo(byBase: Batches['byBase'], base: string, batchId: string): void {
  byBase.set(base, (byBase.get(base) ?? new Set()).add(batchId));
}

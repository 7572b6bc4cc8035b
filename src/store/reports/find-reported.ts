import { sql, type Transaction } from 'kysely';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../engine/message-base.ts';
import type { Tables } from '../schema/tables.ts';

type ReportAddress = Pick<StatusUpdate, 'messageId' | 'batchToken' | 'recipientDigits'>;

/** What is known of the delivery that a report may be about. */
interface Candidate {
  readonly id: string;
  readonly recipient: string;
  messageId: string | null;
}

type Whose =
  | { readonly whose: 'known'; readonly deliveryId: string }
  /** Nobody's yet, or it could be several's. */
  | { readonly whose: 'nobody' }
  /** No batch has its token, which was made up or belongs to somebody else's message: nothing of it is believed. */
  | { readonly whose: 'not_ours' };

/**
 * The deliveries that reports are about: by their message IDs, or by the batch's token while the answer that tells the
 * message ID is still on its way. Each report is looked at as if those before it had been recorded.
 */
export async function findReported<Address extends ReportAddress>(
  engine: Engine,
  transaction: Transaction<Tables>,
  addresses: readonly Address[],
): Promise<readonly (Address & Whose)[]> {
  const named = await findNamed(engine, transaction, new Set(addresses.map(({ messageId }) => messageBase(messageId))));
  const inBatch = await findInBatches(engine, transaction, new Set(addresses.flatMap((one) => one.batchToken ?? [])));
  return addresses.map((address) => {
    const unnamed = address.batchToken === undefined ? [] : inBatch.get(address.batchToken);
    if (unnamed === undefined) return { ...address, whose: 'not_ours' };
    const base = messageBase(address.messageId);
    const found = pickByMessage(named.get(base) ?? [], address) ?? pickByToken(unnamed, address);
    if (found === undefined) return { ...address, whose: 'nobody' };
    if (found.messageId === null) {
      found.messageId = address.messageId;
      add(named, base, found);
    }
    return { ...address, whose: 'known', deliveryId: found.id };
  });
}

async function findNamed({ isOneOf }: Engine, transaction: Transaction<Tables>, bases: ReadonlySet<string>) {
  const found = await sql<{ id: string; recipient: string; message_id: string; message_base: string }>`
    select id, recipient, message_id, message_base from deliveries
    where ${isOneOf(sql`message_base`, [...bases])}`.execute(transaction);
  const named = new Map<string, Candidate[]>();
  for (const { message_base, message_id, id, recipient } of found.rows) {
    add(named, message_base, { id, recipient, messageId: message_id });
  }
  return named;
}

/** By token, the deliveries of each batch whose message ID is not known; none for one of which all are. */
async function findInBatches({ isOneOf }: Engine, transaction: Transaction<Tables>, tokens: ReadonlySet<string>) {
  const inBatch = new Map<string, Candidate[]>();
  if (tokens.size === 0) return inBatch;
  const found = await sql<{ token: string; id: string | null; recipient: string | null }>`
    select batches.token, deliveries.id, deliveries.recipient
    from batches left join deliveries on deliveries.batch_id = batches.id and deliveries.message_id is null
    where ${isOneOf(sql`batches.token`, [...tokens])}`.execute(transaction);
  for (const { token, id, recipient } of found.rows) {
    if (id === null || recipient === null) inBatch.set(token, []);
    else add(inBatch, token, { id, recipient, messageId: null });
  }
  return inBatch;
}

/** Whole IDs first; then those that share the part before the colon, as far as the recipient agrees. */
function pickByMessage(candidates: readonly Candidate[], address: ReportAddress): Candidate | undefined {
  const { messageId } = address;
  const agreeing = candidates.filter((one) => isTo(one, address));
  const exact = candidates.filter((one) => one.messageId === messageId);
  if (exact.length > 0) return only(exact) ?? only(exact.filter((one) => agreeing.includes(one)));
  if (messageId.includes(':')) return only(agreeing.filter((one) => one.messageId === messageBase(messageId)));
  return only(agreeing) ?? only(agreeing.filter((one) => one.messageId === `${messageId}:0`));
}

function pickByToken(inBatch: readonly Candidate[], address: ReportAddress): Candidate | undefined {
  return only(inBatch.filter((one) => one.messageId === null && isTo(one, address)));
}

function isTo({ recipient }: Candidate, { recipientDigits }: ReportAddress): boolean {
  return recipientDigits === undefined || recipient === `+${recipientDigits}`;
}

function only(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}

function add(byKey: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = byKey.get(key);
  if (list === undefined) byKey.set(key, [candidate]);
  else list.push(candidate);
}

import { sql, type Transaction } from 'kysely';
import { withCode } from '../../core/rules/number-code.ts';
import type { HoldReason } from '../../core/send/send-state.ts';
import { isTemplateMessage, type Message } from '../../core/template/message/message.ts';
import type { BatchLedger, ClaimedBatch } from '../../flow/ports/store/deliver-batch.ts';
import type { ClaimRules } from '../../flow/ports/store/rules/claim-rules.ts';
import { bumpVersions, lockSends } from '../cards/bump-version.ts';
import { tellSender } from '../cards/open-notice.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { BumpedSend, Engine } from '../engine/engine.ts';
import { moveOn } from '../queue/send-queue.ts';
import type { CodeOfSend } from '../rules/code-of-send.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { giveBackQuotas } from '../rules/quotas.ts';
import { readMessage, readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import {
  type ClaimDeliveries,
  type ClaimedDeliveries,
  type ClaimedDelivery,
  createClaimDeliveries,
} from './claim-deliveries.ts';
import { type ClaimedRow, claimRows } from './claim-rows.ts';
import { createHoldBack, type HoldBack } from './hold-back.ts';
import type { SendRate } from './send-rate.ts';

interface Needs {
  readonly engine: Engine;
  readonly sendRate: SendRate;
  readonly leaseMs: number;
  readonly keyOf: NumberKeyOf;
  readonly codeOf: CodeOfSend;
  readonly claimRules?: ClaimRules | undefined;
}

interface Steps extends Pick<Needs, 'engine' | 'sendRate' | 'leaseMs' | 'codeOf'> {
  readonly holdBack: HoldBack;
  readonly claimDeliveries: ClaimDeliveries;
}

interface Claimant {
  readonly worker: string;
  readonly fullSenders: readonly string[];
}

/** `nothing_left`: all deliveries of the batch were decided while it waited, so the worker claims again. */
type Claimed = ClaimedBatch | 'none' | 'nothing_left';

const MAX_CLAIMS_TOGETHER = 64;

/**
 * Claims the batch that goes next, commits that it is being sent, and only then returns it. Workers that ask at the same time
 * share a transaction, which claims a batch for each of them. The rules are asked there, before slots are booked: what must not
 * leave is cancelled, and what must wait is put back. It locks the sender's line, then batches, deliveries, sends and quotas.
 */
export function createClaimBatch({ keyOf, claimRules, ...needs }: Needs): BatchLedger['claimBatch'] {
  const { engine } = needs;
  const steps: Steps = {
    ...needs,
    holdBack: createHoldBack(engine, claimRules),
    claimDeliveries: createClaimDeliveries({ engine, keyOf, claimRules }),
  };
  const claimTogether = coalesce({ maxCalls: MAX_CLAIMS_TOGETHER }, (claimants: readonly Claimant[]) =>
    engine.transact((transaction) => claimRound(steps, transaction, claimants)),
  );
  return async (worker, fullSenders = []) => {
    let claimed = await claimTogether({ worker, fullSenders });
    while (claimed === 'nothing_left') claimed = await claimTogether({ worker, fullSenders });
    return claimed === 'none' ? undefined : claimed;
  };
}

/** @returns one result for each worker, in order */
async function claimRound(
  { engine, sendRate, leaseMs, codeOf, holdBack, claimDeliveries }: Steps,
  transaction: Transaction<Tables>,
  claimants: readonly Claimant[],
): Promise<readonly Claimed[]> {
  const workers = claimants.map(({ worker }) => worker);
  // What the last one knows is the newest.
  const fullSenders = claimants.at(-1)?.fullSenders ?? [];
  const found = await claimRows({ engine, sendRate, leaseMs }, transaction, workers, fullSenders);
  if (found === undefined) return workers.map(() => 'none');
  const { sender, rows } = found;
  const { leaving, judged, putOff } = await holdBack(transaction, rows);
  const { byBatch, cancelled } = await claimDeliveries(transaction, leaving);
  const slots = await bookSlots(sendRate, transaction, sender, byBatch);
  const held = [...cancelled.map(({ send_id }) => send_id), ...judged.keys(), ...putOff];
  const changed = [...new Set([...sendsOf(rows, byBatch), ...held])];
  if (judged.size > 0) await lockSends(engine, transaction, changed);
  await holdSends(engine, transaction, judged);
  await moveOn(engine, transaction, recipientsBySend(rows, byBatch));
  const sends = await bumpVersions(engine, transaction, changed);
  for (const [sendId, reason] of judged) if (reason === 'not_allowed') await tellSender(engine, transaction, sendId);
  await giveBackQuotas(engine, transaction, cancelled);
  return workers.map((_, index) => {
    const row = rows[index];
    if (row === undefined) return 'none';
    const send = sends.get(row.send_id);
    const claimed = byBatch.get(row.id);
    const whenDue = slots.get(row.id);
    if (send === undefined || claimed === undefined || whenDue === undefined) return 'nothing_left';
    return claimedBatch({ sender, row, send, claimed, whenDue, codeOf });
  });
}

/** Only what leaves has slots. */
async function bookSlots(
  sendRate: SendRate,
  transaction: Transaction<Tables>,
  sender: string,
  byBatch: ClaimedDeliveries['byBatch'],
): Promise<ReadonlyMap<string, ClaimedBatch['whenDue']>> {
  if (byBatch.size === 0) return new Map();
  const batches = [...byBatch];
  const sizes = batches.map(([, deliveries]) => deliveries.length);
  const slots = await sendRate.book(transaction, sender, sizes);
  return new Map(batches.flatMap(([id], index) => (slots[index] === undefined ? [] : [[id, slots[index]] as const])));
}

/** A person decides about sends that the policy in force does not let leave any more, or others are asked to approve them. */
async function holdSends(
  { now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  judged: ReadonlyMap<string, HoldReason>,
): Promise<void> {
  if (judged.size === 0) return;
  const rows = [...judged].map(([id, reason]) => ({ id, reason }));
  await sql`
    update sends set state = 'held', state_by = null, state_reason = held.reason, state_at = ${now}
    from ${tableOf('held', { id: 'text', reason: 'text' }, rows)}
    where sends.id = held.id and sends.state in ('trial', 'sending')`.execute(transaction);
}

/** Only the sends of which something leaves now: the others have nothing new to show. */
function sendsOf(rows: readonly ClaimedRow[], deliveries: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(rows.filter(({ id }) => deliveries.has(id)).map(({ send_id }) => send_id))];
}

/** What was held back or cancelled did not have its turn. */
function recipientsBySend(
  rows: readonly ClaimedRow[],
  byBatch: ClaimedDeliveries['byBatch'],
): ReadonlyMap<string, number> {
  const recipients = new Map<string, number>();
  for (const { id, send_id } of rows)
    recipients.set(send_id, (recipients.get(send_id) ?? 0) + (byBatch.get(id)?.length ?? 0));
  return recipients;
}

interface Parts {
  readonly sender: string;
  readonly row: ClaimedRow;
  readonly send: BumpedSend;
  readonly claimed: readonly ClaimedDelivery[];
  readonly whenDue: ClaimedBatch['whenDue'];
  readonly codeOf: CodeOfSend;
}

function claimedBatch({ sender, row, send, claimed, whenDue, codeOf }: Parts): ClaimedBatch {
  const deliveries = claimed.toSorted((a, b) => a.position - b.position);
  return {
    batchId: row.id,
    fence: row.fence,
    sendId: row.send_id,
    token: row.token,
    attempt: row.attempts,
    reportsExpected: send.reports_expected === 1,
    outgoing: {
      message: asItLeaves(readMessage(row.message ?? send.message), row.send_id, codeOf),
      sender: readPhoneNumber(sender),
      recipients: deliveries.map(({ recipient }) => readPhoneNumber(recipient)),
    },
    deliveryIds: deliveries.map(({ id }) => id),
    whenDue,
  };
}

/** Only here a message has its code: it is neither kept nor shown anywhere. */
function asItLeaves(message: Message, sendId: string, codeOf: CodeOfSend): Message {
  return isTemplateMessage(message) && message.hasCode === true ? withCode(message, codeOf(sendId)) : message;
}

import { type RawBuilder, sql, type Transaction } from 'kysely';
import { isTemplateMessage } from '../../core/template/message/message.ts';
import type { AcceptResult, NewSend, SendLedger } from '../../flow/ports/store/accept-send.ts';
import { CommitOutcomeUnknown } from '../../flow/ports/store/accept-send.ts';
import type { Repeat } from '../../flow/ports/store/repeats.ts';
import { newCard } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import { openQueueOf, placeNewSend } from '../queue/send-queue.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { OverQuota, reserveQuotas } from '../rules/quotas.ts';
import { NEEDS_APPROVAL, ruleColumnsOf, waitsForApproval } from '../rules/rule-columns.ts';
import { write } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { askForApproval } from './ask-for-approval.ts';
import { endDraft } from './drafts.ts';
import { contentKey, findUnseenRepeats } from './find-repeats.ts';

/**
 * Commits a send with its batches, deliveries and cards in one transaction, or finds the send with the same dedupe key. When it
 * repeats a send that the person has not seen, or another send was made of its draft, or it would pass a quota, the transaction is rolled back.
 *
 * Locks the message's hash, so that of two sends that say the same at the same time the second one sees the first.
 *
 * @throws CommitOutcomeUnknown when the commit was not acknowledged, so the send may be saved
 */
export function createAcceptSend(engine: Engine, keyOf: NumberKeyOf): SendLedger['accept'] {
  return async (send) => {
    let isCommitting = false;
    try {
      return await engine.transact(async (transaction) => {
        const accepted = await acceptIn(engine, transaction, send, keyOf);
        isCommitting = true;
        return accepted;
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) return refusal;
      throw isCommitting ? new CommitOutcomeUnknown('The commit of a send was not answered', { cause: error }) : error;
    }
  };
}

/** Rolls back a send that repeats another one. */
class Repeated extends Error {
  readonly repeats: readonly Repeat[];

  constructor(repeats: readonly Repeat[]) {
    super('The send repeats another one');
    this.repeats = repeats;
  }
}

/** Rolls back a send whose draft became another one. */
class DraftSpent extends Error {}

/** Why a send was rolled back; undefined for any other error. */
export function refusalOf(error: unknown): AcceptResult | undefined {
  if (error instanceof Repeated) return { kind: 'repeated', repeats: error.repeats };
  if (error instanceof DraftSpent) return { kind: 'draft_lost' };
  if (error instanceof OverQuota) return { kind: 'over_quota', shortage: error.shortage };
  return undefined;
}

/** Accepts a send in the caller's transaction. Throws what `refusalOf` reads where the send has to be rolled back. */
export async function acceptIn(
  engine: Engine,
  transaction: Transaction<Tables>,
  send: NewSend,
  keyOf: NumberKeyOf,
): Promise<AcceptResult> {
  const isNew = await insertSend(engine, transaction, send);
  if (!isNew) {
    const first = await transaction
      .selectFrom('sends')
      .select('id')
      .where('dedupe_key', '=', send.dedupeKey)
      .executeTakeFirstOrThrow();
    return { kind: 'accepted', sendId: first.id, isNew };
  }
  if (send.repeatGuard !== undefined) {
    const unseen = await findUnseenRepeats(engine, transaction, send, send.repeatGuard);
    if (unseen.length > 0) throw new Repeated(unseen);
  }
  if (send.draftId !== undefined && !(await endDraft(transaction, send.draftId))) throw new DraftSpent();
  // The card of the send that this one repeats shows this one, too.
  if (send.order.parentId !== undefined) await engine.bumpSendVersions(transaction, [send.order.parentId]);
  const { rules } = send;
  const mayLeave = !waitsForApproval(rules);
  const rest = [
    batchesOf(engine, send),
    openQueueOf(send.order.sender),
    deliveriesOf(engine, send, keyOf),
    ...(mayLeave ? [placeNewSend(engine, send.id, send.order.sender)] : []),
    ...cardsOf(engine, transaction, send),
  ];
  await engine.writeAndRead(transaction, rest, mayLeave ? engine.announcement : sql`select 1`);
  if (rules !== undefined) await askForApproval(engine, transaction, send.id, rules);
  if (rules?.quotas !== undefined)
    await reserveQuotas(engine, transaction, { id: send.id, ...send.order }, rules.quotas);
  return { kind: 'accepted', sendId: send.id, isNew };
}

export function createFindAccepted({ db }: Engine): SendLedger['findAccepted'] {
  return async (dedupeKey) => {
    const found = await db.selectFrom('sends').select('id').where('dedupe_key', '=', dedupeKey).executeTakeFirst();
    return found?.id;
  };
}

/** @returns false when a send has the same dedupe key, and nothing was inserted */
async function insertSend({ now, lockOn }: Engine, transaction: Transaction<Tables>, send: NewSend): Promise<boolean> {
  const { order, repeatGuard, rules } = send;
  const content = contentKey(order);
  const columns = ruleColumnsOf(rules);
  const waits = waitsForApproval(rules);
  const inserted = await sql`
    insert into sends
      (id, dedupe_key, content_key, parent_id, team_id, channel_id, actor_id, template, message, sender, reports_expected,
        response_url, warning, version, created_at, template_name, state, state_by, state_reason, state_at,
        policy_hash, opt_out_scope, opt_out_exception, quiet_hours, quota_day, break_glass_reason)
    select ${send.id}, ${send.dedupeKey}, ${content}, ${order.parentId ?? null}, ${order.teamId}, ${order.channelId},
      ${order.actorId}, ${order.template === undefined ? null : write(order.template)}, ${write(order.message)},
      ${order.sender}, ${sql.lit(send.reportsExpected ? 1 : 0)}, ${send.responseUrl ?? null}, null, 1, ${now},
      ${isTemplateMessage(order.message) ? order.message.template : null}, ${waits ? 'held' : 'sending'}, ${waits ? order.actorId : null},
      ${waits ? NEEDS_APPROVAL : null}, cast(${waits ? now : null} as bigint),
      ${columns.policy_hash}, ${columns.opt_out_scope}, ${rules?.optOutException ?? null}, ${columns.quiet_hours},
      ${columns.quota_day}, ${columns.break_glass_reason}
    where ${lockOn(repeatGuard === undefined ? [] : [`content ${content}`])}
    on conflict (dedupe_key) do nothing
    returning id`.execute(transaction);
  return inserted.rows.length > 0;
}

function batchesOf({ now, tableOf }: Engine, send: NewSend): RawBuilder<unknown> {
  const rows = send.batches.map(({ token, recipients, region }, position) => ({
    id: batchId(send, position),
    position,
    token,
    size: recipients.length,
    region: region ?? null,
  }));
  const columns = { id: 'text', position: 'integer', token: 'text', size: 'integer', region: 'text' } as const;
  return sql`
    insert into batches
      (id, send_id, position, token, sender, size, state, attempts, fence, not_before, queued_at, region)
    select id, ${send.id}, position, token, ${send.order.sender}, size, 'queued', 0, 0, ${now}, ${now}, region
    from ${tableOf('batch', columns, rows)}`;
}

/** A card keeps the order in which the recipients were given, however requests divide them. */
function deliveriesOf({ now, tableOf }: Engine, send: NewSend, keyOf: NumberKeyOf): RawBuilder<unknown> {
  const places = new Map(send.order.recipients.map((recipient, place) => [recipient, place]));
  const rows = send.batches
    .flatMap(({ recipients }, position) =>
      recipients.map((recipient) => ({ batch_id: batchId(send, position), recipient })),
    )
    .map((row, index) => ({
      ...row,
      position: places.get(row.recipient) ?? index,
      recipient_key: keyOf(row.recipient),
    }))
    .map((row) => ({ ...row, id: `${send.id}.${row.position}` }));
  const columns = {
    id: 'text',
    batch_id: 'text',
    position: 'integer',
    recipient: 'text',
    recipient_key: 'text',
  } as const;
  return sql`
    insert into deliveries (id, send_id, batch_id, position, recipient, status, changed_at, recipient_key)
    select id, ${send.id}, batch_id, position, recipient, 'queued', ${now}, recipient_key
    from ${tableOf('delivery', columns, rows)}`;
}

function batchId(send: NewSend, position: number): string {
  return `${send.id}.b${position}`;
}

function cardsOf({ now }: Engine, transaction: Transaction<Tables>, send: NewSend): readonly RawBuilder<unknown>[] {
  if (send.cards.length === 0) return [];
  return [sql`${transaction.insertInto('cards').values(send.cards.map((place) => newCard(send.id, place, 1, now)))}`];
}

import { sql, type Transaction } from 'kysely';
import type { CardRole } from '../../core/send/card.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import { newCard } from './card-rows.ts';

interface Notice {
  readonly sendId: string;
  readonly role: CardRole;
  /** Left out, it goes where the send's own card belongs. */
  readonly channel: string | undefined;
}

/**
 * Opens the card of a notice about a send, in the caller's transaction. A notice of the same role that was posted for an earlier
 * event stays in Slack as it is, and a new message is posted.
 */
export async function openNotice(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { sendId, role, channel }: Notice,
): Promise<void> {
  const send = await transaction
    .selectFrom('sends')
    .select(['channel_id', 'version'])
    .where('id', '=', sendId)
    .executeTakeFirstOrThrow();
  const place = { role, destination: channel ?? send.channel_id };
  await transaction
    .insertInto('cards')
    .values(newCard(sendId, place, send.version, now))
    .onConflict((conflict) =>
      conflict.columns(['send_id', 'role', 'slot']).doUpdateSet({
        message_channel_id: null,
        message_ts: null,
        shown_version: 0,
        shown_count: 0,
        attempts: 0,
        unanswered: 0,
        // Taken from a worker that edits the earlier message: what it saves would be of that one.
        fence: sql`cards.fence + 1`,
        worker: null,
        lease_until: null,
        wanted_version: send.version,
        behind_since: now,
        not_before: now,
        state: 'open',
      }),
    )
    .execute();
}

/**
 * Tells whoever sent it: the card in the channel changes without a notification, and a send that is held waits for a person. Called
 * after the version is raised, so that a process which gives up the card in the channel for the same message does not wait for this
 * one while this one waits for that card.
 */
export async function tellSender(engine: Engine, transaction: Transaction<Tables>, sendId: string): Promise<void> {
  const { actor_id: channel } = await transaction
    .selectFrom('sends')
    .select('actor_id')
    .where('id', '=', sendId)
    .executeTakeFirstOrThrow();
  await openNotice(engine, transaction, { sendId, role: 'dm', channel });
}

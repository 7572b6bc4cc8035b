import type { Transaction } from 'kysely';
import type { CardRole } from '../../core/send/card.ts';
import { newCard } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

interface Notice {
  readonly sendId: string;
  readonly role: CardRole;
  /** Undefined for the person who confirmed the send. */
  readonly channel: string | undefined;
}

/** Has a message about a send posted; one that was posted for something earlier is left as it is, and a new one comes. */
export async function openNotice(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { sendId, role, channel }: Notice,
): Promise<void> {
  const send = await transaction
    .selectFrom('sends')
    .select(['actor_id', 'version'])
    .where('id', '=', sendId)
    .executeTakeFirstOrThrow();
  const place = { role, destination: channel ?? send.actor_id };
  await transaction
    .insertInto('cards')
    .values(newCard(sendId, place, send.version, now))
    .onConflict((conflict) =>
      conflict.columns(['send_id', 'role']).doUpdateSet({
        message_channel_id: null,
        message_ts: null,
        shown_version: 0,
        shown_count: 0,
        attempts: 0,
        wanted_version: send.version,
        behind_since: now,
        not_before: now,
        state: 'open',
      }),
    )
    .execute();
}

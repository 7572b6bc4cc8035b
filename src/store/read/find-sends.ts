import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Asker, DeliveryPages, SendSearch } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';
import { IS_CONFIRMED } from './confirmed.ts';
import { createReadHead, type FindSend } from './read-send.ts';

interface Needs {
  readonly engine: Engine;
  readonly findSend: FindSend;
}

/** Finds sends for people. A send that the asker may not see is not found, so a guessed ID tells nothing. */
export function createFindSends({
  engine,
  findSend,
}: Needs): Omit<SendSearch, 'searchSends'> & Pick<DeliveryPages, 'findHead'> {
  const { db } = engine;
  const readHead = createReadHead(engine);
  const isVisible = async (sendId: string, asker: Asker): Promise<boolean> => {
    const found = db.selectFrom('sends').select('id').where('id', '=', sendId).where(mayBeSeen(asker));
    return (await found.executeTakeFirst()) !== undefined;
  };
  return {
    findSend: async (sendId, asker) => ((await isVisible(sendId, asker)) ? findSend(sendId) : undefined),
    findHead: async (sendId, asker) => ((await isVisible(sendId, asker)) ? readHead(sendId) : undefined),

    async findSendOfMessage(messageId, asker) {
      const found = await db
        .selectFrom('deliveries')
        .innerJoin('sends', 'sends.id', 'deliveries.send_id')
        .select('sends.id')
        .where(sql<boolean>`deliveries.message_base is not null`)
        .where('deliveries.message_base', '=', messageBase(messageId))
        .where(mayBeSeen(asker))
        .orderBy('sends.created_at', 'desc')
        .executeTakeFirst();
      return found && findSend(found.id);
    },
  };
}

/** Only the send's own team sees it, and there its channel, the channels that have a card of it, and the person who sent it. */
export function mayBeSeen({ teamId, channelId, actorId }: Asker): RawBuilder<SqlBool> {
  return sql<SqlBool>`(sends.team_id = ${teamId} and ${IS_CONFIRMED} and (
    sends.channel_id = ${channelId} or sends.actor_id = ${actorId} or exists (
      select 1 from cards where cards.send_id = sends.id
        and (cards.destination = ${channelId} or cards.message_channel_id = ${channelId}))))`;
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { effectiveDelivery } from '../../core/send/manual-report.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { Asker, SendSearch, SendSummary } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage } from '../schema/codec.ts';
import { messageBase } from '../schema/message-base.ts';
import type { SendRow } from '../schema/tables.ts';
import type { FindSend } from './read-send.ts';

interface Needs {
  readonly engine: Engine;
  readonly findSend: FindSend;
}

/** Finds sends for people. A send that the asker may not see is not found, so a guessed ID tells nothing. */
export function createFindSends({ engine: { db }, findSend }: Needs): SendSearch {
  return {
    async findSend(sendId, asker) {
      const found = await db
        .selectFrom('sends')
        .select('id')
        .where('id', '=', sendId)
        .where(mayBeSeen(asker))
        .executeTakeFirst();
      return found && findSend(found.id);
    },

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

    async recentSends({ teamId, channelId, actorId }, limit) {
      const latest = (column: 'channel_id' | 'actor_id', value: string) =>
        db
          .selectFrom('sends')
          .select(['id', 'message', 'channel_id', 'actor_id', 'created_at'])
          .where('team_id', '=', teamId)
          .where(column, '=', value)
          .orderBy('created_at', 'desc')
          .limit(limit)
          .execute();
      const rows = [...(await latest('channel_id', channelId)), ...(await latest('actor_id', actorId))];
      const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
      const newest = unique.toSorted((a, b) => b.created_at - a.created_at).slice(0, limit);
      const counts = await countStatuses(
        db,
        newest.map(({ id }) => id),
      );
      return newest.map((row) => readSummary(row, counts.get(row.id) ?? {}));
    },
  };
}

/** Only the send's own team sees it, and there its channel, the channels that have a card of it, and the person who sent it. */
function mayBeSeen({ teamId, channelId, actorId }: Asker): RawBuilder<SqlBool> {
  return sql<SqlBool>`(sends.team_id = ${teamId} and (
    sends.channel_id = ${channelId} or sends.actor_id = ${actorId} or exists (
      select 1 from cards where cards.send_id = sends.id
        and (cards.destination = ${channelId} or cards.message_channel_id = ${channelId}))))`;
}

/** How many deliveries of a send have each effective status. */
type Counts = Partial<Record<DeliveryStatus, number>>;

async function countStatuses(db: Engine['db'], sendIds: readonly string[]): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>();
  if (sendIds.length === 0) return counts;
  const rows = await db
    .selectFrom('deliveries')
    .leftJoin('manual_reports', 'manual_reports.delivery_id', 'deliveries.id')
    .select(['deliveries.send_id', 'deliveries.status', 'manual_reports.said', sql<number>`count(*)`.as('n')])
    .where('deliveries.send_id', 'in', sendIds)
    .groupBy(['deliveries.send_id', 'deliveries.status', 'manual_reports.said'])
    .execute();
  for (const { send_id, status, said, n } of rows) {
    const at = new Date(0);
    const manualReport = said === null ? undefined : { said, actorId: '', at };
    const effective = effectiveDelivery({ status, failure: undefined, changedAt: at }, manualReport).status;
    const counted = counts.get(send_id) ?? {};
    counts.set(send_id, { ...counted, [effective]: (counted[effective] ?? 0) + n });
  }
  return counts;
}

type SummaryRow = Pick<SendRow, 'id' | 'message' | 'channel_id' | 'actor_id' | 'created_at'>;

function readSummary(row: SummaryRow, counts: Counts): SendSummary {
  const { template, language } = readMessage(row.message);
  return {
    id: row.id,
    template,
    language,
    channelId: row.channel_id,
    actorId: row.actor_id,
    createdAt: new Date(row.created_at),
    counts,
  };
}

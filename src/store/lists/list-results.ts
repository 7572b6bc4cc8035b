import { sql } from 'kysely';
import type { ListResults, RecentOutcomes, RowResult } from '../../flow/ports/store/lists/list-results.ts';
import type { Asker } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { mayBeSeen } from '../read/find-sends.ts';
import { readDelivery, selectDeliveries } from '../read/read-delivery.ts';
import { readPhoneNumber, readTemplateMessage } from '../schema/codec.ts';

const PAGE_SIZE = 500;
/** How many of the latest rows are looked at for those that have an outcome. */
const MAX_LOOKED_AT = 400;

/** Reads the rows of a send for people, a page at a time, in the order of the sheet. */
export function createListResults({ db }: Engine): ListResults {
  async function isSeen(sendId: string, asker: Asker): Promise<boolean> {
    const found = await db
      .selectFrom('sends')
      .select('id')
      .where('id', '=', sendId)
      .where(mayBeSeen(asker))
      .executeTakeFirst();
    return found !== undefined;
  }

  return {
    async results(sendId, asker, from) {
      if (!(await isSeen(sendId, asker))) return undefined;
      const rows = await selectDeliveries(db)
        .where('send_id', '=', sendId)
        .where('position', '>=', from)
        .orderBy('position')
        .limit(PAGE_SIZE + 1)
        .execute();
      const results = rows.slice(0, PAGE_SIZE).map((row): RowResult => {
        const { id, isReportOverdue: _, manualReport: __, position: ___, ...result } = readDelivery(row);
        return { deliveryId: id, row: row.sheet_row ?? undefined, ...result };
      });
      return { results, next: rows[PAGE_SIZE]?.position };
    },

    async restOf(sendId, asker) {
      if (!(await isSeen(sendId, asker))) return undefined;
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('batches', 'batches.id', 'deliveries.batch_id')
        .innerJoin('sends', 'sends.id', 'deliveries.send_id')
        .select(['deliveries.position', 'sheet_row', 'recipient', 'batches.message', 'sends.message as send_message'])
        .where('deliveries.send_id', '=', sendId)
        // What a stopped send has not marked as cancelled yet never leaves either.
        .where(sql<boolean>`(deliveries.status = 'cancelled'
          or (deliveries.status = 'queued' and batches.state = 'queued' and sends.state = 'stopped'))`)
        // Who opted out, or is not to be reached in any other way, is none of the rest.
        .where(
          sql<boolean>`coalesce(deliveries.cancel_reason, 'stopped') in ('stopped', 'declined', 'expired', 'trial')`,
        )
        .orderBy('deliveries.position')
        .execute();
      return rows.map(({ message, position, recipient, send_message, sheet_row }) => ({
        row: sheet_row ?? position + 1,
        recipient: readPhoneNumber(recipient),
        message: readTemplateMessage(message ?? send_message),
      }));
    },
  };
}

/** Reads for the breaker what became of the rows that left last: rows leave in their batches' order. */
export function createRecentOutcomes({ db }: Engine): RecentOutcomes {
  return {
    async leavingLists() {
      const rows = await db
        .selectFrom('queued_sends')
        .innerJoin('lists', 'lists.send_id', 'queued_sends.send_id')
        .select('lists.send_id')
        .execute();
      return rows.map(({ send_id }) => send_id);
    },

    async recentOutcomes(sendId, limit) {
      const { rows } = await sql<Parameters<typeof readDelivery>[0]>`
        with next_one as materialized (
          select position from batches where send_id = ${sendId} and state = 'queued'
          order by not_before, position limit 1
        ), latest as materialized (
          select batches.id, batches.position from batches, next_one
          where batches.send_id = ${sendId} and batches.position < next_one.position
          order by batches.position desc limit ${sql.lit(MAX_LOOKED_AT)}
        )
        select deliveries.*, null as said, null as actor_id, null as said_at
        from latest join deliveries on deliveries.batch_id = latest.id join sends on sends.id = deliveries.send_id
        where deliveries.status not in ('queued', 'sending', 'cancelled') and deliveries.changed_at > sends.state_at
        order by latest.position desc, deliveries.position desc limit cast(${limit} as integer)`.execute(db);
      return rows.map(readDelivery).map(({ status, failure }) => ({ status, failure }));
    },
  };
}

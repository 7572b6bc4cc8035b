import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { effectiveStatus } from '../../core/send/delivery/manual-report.ts';
import { ALL_STATUSES, countsOf, needsAttention } from '../../core/send/delivery/status.ts';
import type { DeliveryPages, DeliveryScope } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';
import { readDelivery, selectDeliveries } from './read-delivery.ts';
import { countStatuses } from './send-summaries.ts';

/** What can be joined to a delivery: nothing that a person said, or one of the two. */
const SAID = [null, 'arrived', 'not_arrived'] as const;

/** A condition on a delivery and its manual report: its effective status needs a person. */
const NEEDS_ATTENTION = sql<SqlBool>`(${sql.join(
  SAID.flatMap((said) => {
    const statuses = ALL_STATUSES.filter((status) => needsAttention(effectiveStatus(status, said)));
    // PostgreSQL takes no empty list.
    if (statuses.length === 0) return [];
    const isSaid = said === null ? sql`manual_reports.said is null` : sql`manual_reports.said = ${sql.lit(said)}`;
    return [sql`(${isSaid} and deliveries.status in (${sql.join(statuses.map((status) => sql.lit(status)))}))`];
  }),
  sql` or `,
)})`;

const IN_SCOPE: Readonly<Record<DeliveryScope, RawBuilder<SqlBool>>> = {
  all: sql<SqlBool>`1 = 1`,
  attention: NEEDS_ATTENTION,
  with_message_id: sql<SqlBool>`deliveries.message_id is not null`,
};

/** Reads a page of a send's deliveries; the database skips the pages before it. */
export function createDeliveriesOf({ db, now }: Engine): DeliveryPages['deliveriesOf'] {
  return async (sendId, { page, scope, size }) => {
    const { rows } = await sql<{ at: number }>`select ${now} as at`.execute(db);
    const counts = countsOf((await countStatuses(db, [sendId])).get(sendId) ?? {});
    const inScope = selectDeliveries(db).where('send_id', '=', sendId).where(IN_SCOPE[scope]);
    const { total } = await inScope
      .clearSelect()
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    const shown = Math.max(0, Math.min(page, Math.ceil(total / size) - 1));
    const found = await inScope
      .orderBy('position')
      .limit(size)
      .offset(shown * size)
      .execute();
    return { deliveries: found.map(readDelivery), page: shown, total, counts, asOf: new Date(rows[0]?.at ?? 0) };
  };
}

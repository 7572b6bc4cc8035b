import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/**
 * What a late claim may make up for. It is paid for by a spacing that is wider by the same share of a second and a little
 * more, so that no second ever holds more than the rate.
 */
const CATCH_UP_US = 12_000;
const SECOND_US = 1_020_000;

/** How fast one sender's messages may leave, held across processes by one row a sender. */
export interface Pace {
  /** Whether a row of `paces` may send now. */
  readonly isDue: RawBuilder<boolean>;
  /** Books `size` messages. False when another process was faster. */
  spend(transaction: Transaction<Tables>, sender: string, size: number): Promise<boolean>;
}

/** @param messagesPerSecond a sender's recipients a second; `Infinity` for no pace at all */
export function createPace({ now, greatest }: Engine, messagesPerSecond: number): Pace {
  if (!Number.isFinite(messagesPerSecond)) return { isDue: sql`1 = 1`, spend: async () => true };
  const nowUs = sql<number>`(${now} * 1000)`;
  const isDue = sql<boolean>`paces.next_at_us <= ${nowUs}`;
  return {
    isDue,
    async spend(transaction, sender, size) {
      const costUs = Math.ceil((size * SECOND_US) / messagesPerSecond);
      const { numUpdatedRows } = await transaction
        .updateTable('paces')
        .set({
          next_at_us: sql`${greatest(sql`next_at_us`, sql`${nowUs} - ${sql.lit(CATCH_UP_US)}`)} + cast(${costUs} as bigint)`,
        })
        .where('sender', '=', sender)
        .where(isDue)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Turn } from '../../flow/send/turn.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** A little more than a second, so that what the network delays by up to 15 ms puts no message too many in any second. */
const SECOND_US = 1_020_000;
/**
 * How far ahead a turn is booked: what the database takes for a claim is then over before the message is due. It is
 * short because what a killed process had booked ends as `unknown`.
 */
const AHEAD_MS = 50;
/** Looks again when half of it is used up, and finds more than one turn. */
const LOOK_AGAIN_MS = AHEAD_MS / 2;
/** For timers, a new connection and a busy process; what is later than that is made up for. */
const TOLERATED_LATENESS_MS = 5;
const LARGEST_LATENESS_MS = 1_000;

/** How fast one sender's messages may leave, held across processes by one row a sender. */
export interface Pace {
  /** Whether a turn of a row of `paces` can be booked now. */
  readonly isDue: RawBuilder<boolean>;
  /** Whether there is room for a batch when so many messages go ahead of it. */
  isRoomAfter(messages: RawBuilder<number>, nextAtUs: RawBuilder<number>): RawBuilder<boolean>;
  /** When to ask again for a row of `paces`, in milliseconds. */
  readonly lookAgainAt: RawBuilder<number>;
  /** Books turns for batches of these sizes, one after the other. */
  book(transaction: Transaction<Tables>, sender: string, sizes: readonly number[]): Promise<readonly Turn[]>;
  readonly atOnce: Turn;
}

const atOnce: Turn = { whenDue: async () => undefined, isLeaving: () => undefined };

/** @param messagesPerSecond a sender's recipients a second; `Infinity` for no pace at all */
export function createPace(engine: Engine, messagesPerSecond: number): Pace {
  if (Number.isFinite(messagesPerSecond)) return createLimit(engine, messagesPerSecond);
  const always = sql<boolean>`1 = 1`;
  return { isDue: always, isRoomAfter: () => always, lookAgainAt: sql`0`, book: async () => [], atOnce };
}

function createLimit({ now, greatest }: Engine, messagesPerSecond: number): Pace {
  const costUs = Math.ceil(SECOND_US / messagesPerSecond);
  const nowUs = sql<number>`(${now} * 1000)`;
  const horizonUs = sql<number>`(${nowUs} + ${sql.lit(AHEAD_MS * 1000)})`;
  /**
   * A message that is late is followed too soon by those a second after it. So the turns that are not yet booked are moved
   * by as much as it was late; then every second has room for what is in it. How far a sender's turns have to be moved in
   * all, `moved_us` counts in its row: turns that were booked before a delay was known share it.
   */
  const movesUs = new Map<string, number>();

  function turnOf(sender: string, dueAt: number, movedUs: number): Turn {
    return {
      async whenDue() {
        const waitMs = dueAt - performance.now();
        if (waitMs > 0) await pause(Math.ceil(waitMs));
      },
      isLeaving() {
        const lateMs = Math.min(performance.now() - dueAt - TOLERATED_LATENESS_MS, LARGEST_LATENESS_MS);
        movesUs.set(sender, Math.max(movesUs.get(sender) ?? 0, movedUs + Math.round(lateMs * 1000)));
      },
    };
  }

  return {
    isDue: sql<boolean>`paces.next_at_us <= ${horizonUs}`,
    isRoomAfter: (messages, nextAtUs) =>
      sql<boolean>`${greatest(nextAtUs, nowUs)} + ${messages} * ${sql.lit(costUs)} <= ${horizonUs}`,
    lookAgainAt: sql`(paces.next_at_us + 999) / 1000 - ${sql.lit(LOOK_AGAIN_MS)}`,
    async book(transaction, sender, sizes) {
      const totalUs = sizes.reduce((sum, size) => sum + size, 0) * costUs;
      const movedUs = sql<number>`${greatest(sql`moved_us`, sql`cast(${movesUs.get(sender) ?? 0} as bigint)`)}`;
      const askedAt = performance.now();
      const booked = await transaction
        .updateTable('paces')
        .set({
          next_at_us: sql`${greatest(sql`next_at_us + ${movedUs} - moved_us`, nowUs)} + cast(${totalUs} as bigint)`,
          moved_us: movedUs,
        })
        .where('sender', '=', sender)
        .returning(['moved_us', sql<number>`next_at_us - ${nowUs}`.as('ends_in_us')])
        .executeTakeFirstOrThrow();
      let startsInUs = booked.ends_in_us - totalUs;
      return sizes.map((size) => {
        const dueAt = askedAt + startsInUs / 1000;
        startsInUs += size * costUs;
        return turnOf(sender, dueAt, booked.moved_us);
      });
    },
    atOnce,
  };
}

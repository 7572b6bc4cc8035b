import { setTimeout as pause } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** The slots of a second's messages are spread over a little more, so that the delays below never put too many into a second. */
const SECOND_US = 1_040_000;
/** A message that is later than this for its slot books a new one. The 15 ms that remain are for connections of different speed. */
const MAX_LATENESS_MS = 25;
/** Messages of one process keep this distance as well, so that those which are late by less do not leave together. */
const MIN_SECOND_MS = 1_030;
/** What timers are late by. */
const TIMER_LATENESS_MS = 5;
/**
 * How far ahead slots are booked, so that the claim is over when its slot begins. It is short because messages that a killed
 * process had booked end as `unknown`.
 */
const BOOK_AHEAD_MS = 80;
/** A worker claims again when booked slots last so long, and then gets several at once. */
const CLAIM_AGAIN_MS = 55;
/** How long after the claim the first slot begins when no slot is booked, for the rest of the claim. */
const LEAD_MS = 15;
const MAX_LEAD_MS = 1_000;
/** Nothing leaves while the database is away, because its outcome could not be saved either. */
const RETRY_MS = 1_000;

/** A booked slot: resolves when the message may leave. */
type SendSlot = () => Promise<void>;

/** How fast one sender's messages may leave, held across processes by one row a sender. */
export interface SendRate {
  /** A condition on a row of `send_rates`: a slot of its sender can be booked now. */
  readonly isDue: RawBuilder<boolean>;
  /** A condition: a batch that so many messages go ahead of can have a slot now. */
  hasSlotAfter(messagesAhead: RawBuilder<number>, nextAtUs: RawBuilder<number>): RawBuilder<boolean>;
  /** When a worker should claim again for a row of `send_rates`, in milliseconds since the epoch. */
  readonly claimAgainAt: RawBuilder<number>;
  /**
   * Books slots for batches of these sizes, one after the other, in the caller's transaction; it locks the sender's row.
   *
   * @returns a slot for each batch, in order; the batch is sent only when its slot resolves
   */
  book(transaction: Transaction<Tables>, sender: string, sizes: readonly number[]): Promise<readonly SendSlot[]>;
}

/** @param messagesPerSecond how many recipients a second a sender may have; `Infinity` for no limit */
export function createSendRate(engine: Engine, messagesPerSecond: number): SendRate {
  if (Number.isFinite(messagesPerSecond)) return createLimit(engine, messagesPerSecond);
  const always = sql<boolean>`1 = 1`;
  return {
    isDue: always,
    hasSlotAfter: () => always,
    claimAgainAt: sql`0`,
    book: async (_, __, sizes) => sizes.map(() => async () => undefined),
  };
}

function createLimit({ db, now, greatest }: Engine, messagesPerSecond: number): SendRate {
  const costUs = Math.ceil(SECOND_US / messagesPerSecond);
  const minCostMs = MIN_SECOND_MS / messagesPerSecond;
  /** When each sender's next message may leave this process. */
  const freeAt = new Map<string, number>();
  const inUs = (ms: number) => sql<number>`(${now} * 1000 + ${sql.lit(ms * 1000)})`;

  /** @returns when each slot begins, by this process's clock */
  async function bookSlots(
    transaction: Transaction<Tables>,
    sender: string,
    sizes: readonly number[],
    leadMs: number,
  ): Promise<readonly number[]> {
    const totalUs = sizes.reduce((sum, size) => sum + size, 0) * costUs;
    const askedAt = performance.now();
    const booked = await transaction
      .updateTable('send_rates')
      .set({ next_at_us: sql`${greatest(sql`next_at_us`, inUs(leadMs))} + cast(${totalUs} as bigint)` })
      .where('sender', '=', sender)
      .returning(sql<number>`next_at_us - ${inUs(0)}`.as('ends_in_us'))
      .executeTakeFirstOrThrow();
    let startsInUs = booked.ends_in_us - totalUs;
    return sizes.map((size) => {
      const startsAt = askedAt + startsInUs / 1000;
      startsInUs += size * costUs;
      return startsAt;
    });
  }

  async function waitForSlot(sender: string, size: number, slotAt: number): Promise<void> {
    let startsAt = slotAt;
    let leadMs = LEAD_MS;
    for (;;) {
      const atMs = performance.now();
      const waitMs = Math.max(startsAt, freeAt.get(sender) ?? 0) - atMs;
      if (waitMs > 0) {
        await pause(Math.ceil(waitMs));
      } else if (atMs - startsAt <= MAX_LATENESS_MS) {
        freeAt.set(sender, Math.max(freeAt.get(sender) ?? 0, atMs - TIMER_LATENESS_MS) + size * minCostMs);
        return;
      } else {
        // Longer each time, for a database that takes longer than the slot is away.
        leadMs = Math.min(2 * leadMs, MAX_LEAD_MS);
        startsAt = await bookAgain(sender, size, leadMs);
      }
    }
  }

  async function bookAgain(sender: string, size: number, leadMs: number): Promise<number> {
    for (;;) {
      try {
        const [startsAt] = await db
          .transaction()
          .execute((transaction) => bookSlots(transaction, sender, [size], leadMs));
        if (startsAt !== undefined) return startsAt;
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  return {
    isDue: sql<boolean>`send_rates.next_at_us <= ${inUs(BOOK_AHEAD_MS)}`,
    hasSlotAfter: (messagesAhead, nextAtUs) =>
      sql<boolean>`${greatest(nextAtUs, inUs(LEAD_MS))} + ${messagesAhead} * ${sql.lit(costUs)} <= ${inUs(BOOK_AHEAD_MS)}`,
    claimAgainAt: sql`(send_rates.next_at_us + 999) / 1000 - ${sql.lit(CLAIM_AGAIN_MS)}`,
    async book(transaction, sender, sizes) {
      const slots = await bookSlots(transaction, sender, sizes, LEAD_MS);
      return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));
    },
  };
}

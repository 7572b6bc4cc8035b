import { setTimeout as pause } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** The slots of a second's messages are spread over a little more: the delays below put none too many in any second. */
const SECOND_US = 1_040_000;
/** A message that missed its slot by more takes a new one. The other 15 ms are for connections that differ. */
const MAX_LATENESS_MS = 25;
/** Messages of one process keep this distance as well, so that those which are late by less do not leave together. */
const MIN_SECOND_MS = 1_030;
/** What timers are late by. */
const TIMER_LATENESS_MS = 5;
/**
 * How far ahead a slot is booked: what the database takes for a claim is then over when the slot begins. It is short
 * because what a killed process had booked ends as `unknown`.
 */
const AHEAD_MS = 80;
/** Asks again when so much of it is left, and gets more than one slot. */
const ASK_AGAIN_MS = 55;
/** The first slot of a sender that has none ahead begins so much later, for the rest of the claim. */
const LEAD_MS = 15;
const MAX_LEAD_MS = 1_000;
/** Nothing leaves while the database is away: what became of it could not be saved either. */
const RETRY_MS = 1_000;

/** Resolves when the message may leave. */
type WhenDue = () => Promise<void>;

/** How fast one sender's messages may leave, held across processes by one row a sender. */
export interface SendRate {
  /** Whether a slot of a row of `paces` can be booked now. */
  readonly isDue: RawBuilder<boolean>;
  /** Whether there is room for a batch when so many messages go ahead of it. */
  isRoomAfter(messages: RawBuilder<number>, nextAtUs: RawBuilder<number>): RawBuilder<boolean>;
  /** When to ask again for a row of `paces`, in milliseconds. */
  readonly askAgainAt: RawBuilder<number>;
  /** Books slots for batches of these sizes, one after the other; each is to be waited for before its batch is sent. */
  book(transaction: Transaction<Tables>, sender: string, sizes: readonly number[]): Promise<readonly WhenDue[]>;
}

/** @param messagesPerSecond a sender's recipients a second; `Infinity` for no limit at all */
export function createSendRate(engine: Engine, messagesPerSecond: number): SendRate {
  if (Number.isFinite(messagesPerSecond)) return createLimit(engine, messagesPerSecond);
  const always = sql<boolean>`1 = 1`;
  return {
    isDue: always,
    isRoomAfter: () => always,
    askAgainAt: sql`0`,
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
      .updateTable('paces')
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
    isDue: sql<boolean>`paces.next_at_us <= ${inUs(AHEAD_MS)}`,
    isRoomAfter: (messages, nextAtUs) =>
      sql<boolean>`${greatest(nextAtUs, inUs(LEAD_MS))} + ${messages} * ${sql.lit(costUs)} <= ${inUs(AHEAD_MS)}`,
    askAgainAt: sql`(paces.next_at_us + 999) / 1000 - ${sql.lit(ASK_AGAIN_MS)}`,
    async book(transaction, sender, sizes) {
      const slots = await bookSlots(transaction, sender, sizes, LEAD_MS);
      return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import { createSlidingWindow, MAX_LATENESS_MS, SLOT_SECOND_MS } from './sliding-window.ts';

/**
 * How far ahead slots are booked, so that the claim is over when its slot begins. It is short because messages that a killed
 * process had booked end as `unknown`.
 */
const BOOK_AHEAD_MS = 80;
/** A worker claims again when booked slots last so long, and then gets several at once. */
const CLAIM_AGAIN_MS = 55;
/** How long after the claim the first slot begins when the sender was idle, for the rest of the claim. */
const LEAD_MS = 15;
const IDLE_AFTER_MS = 1_000;
const MAX_LEAD_MS = 1_000;
/** Nothing leaves while the database is away, because its outcome could not be saved either. */
const RETRY_MS = 1_000;
const MAX_BOOKED_TOGETHER = 64;

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

function createLimit(engine: Engine, messagesPerSecond: number): SendRate {
  const { greatest } = engine;
  const costUs = Math.ceil((SLOT_SECOND_MS * 1_000) / messagesPerSecond);
  const inUs = usOf(engine);
  const nextSlot = (nextAtUs: RawBuilder<number>) =>
    greatest(
      nextAtUs,
      sql<number>`case when ${nextAtUs} > ${inUs(-IDLE_AFTER_MS)} then ${inUs(0)} else ${inUs(LEAD_MS)} end`,
    );
  const waitForSlot = createWaitForSlot(engine, messagesPerSecond, costUs);

  return {
    isDue: sql<boolean>`send_rates.next_at_us <= ${inUs(BOOK_AHEAD_MS)}`,
    hasSlotAfter: (messagesAhead, nextAtUs) =>
      sql<boolean>`${nextSlot(nextAtUs)} + ${messagesAhead} * ${sql.lit(costUs)} <= ${inUs(BOOK_AHEAD_MS)}`,
    claimAgainAt: sql`(send_rates.next_at_us + 999) / 1000 - ${sql.lit(CLAIM_AGAIN_MS)}`,
    async book(transaction, sender, sizes) {
      const first = nextSlot(sql`next_at_us`);
      const slots = await bookSlots(engine, transaction, { sender, sizes, first, costUs });
      return slots.map((startsAt, index) => () => waitForSlot(sender, sizes[index] ?? 0, startsAt));
    },
  };
}

interface Booking {
  readonly sender: string;
  readonly sizes: readonly number[];
  /** When the first slot begins, by the database's clock. */
  readonly first: RawBuilder<number>;
  readonly costUs: number;
}

/** @returns when each slot begins, by this process's clock */
async function bookSlots(
  engine: Engine,
  transaction: Transaction<Tables>,
  { sender, sizes, first, costUs }: Booking,
): Promise<readonly number[]> {
  const totalUs = sizes.reduce((sum, size) => sum + size, 0) * costUs;
  const askedAt = performance.now();
  const booked = await transaction
    .updateTable('send_rates')
    .set({ next_at_us: sql`${first} + cast(${totalUs} as bigint)` })
    .where('sender', '=', sender)
    .returning(sql<number>`next_at_us - ${usOf(engine)(0)}`.as('ends_in_us'))
    .executeTakeFirstOrThrow();
  let startsInUs = booked.ends_in_us - totalUs;
  return sizes.map((size) => {
    const startsAt = askedAt + startsInUs / 1000;
    startsInUs += size * costUs;
    return startsAt;
  });
}

/** Every process locks the senders in this order. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

interface MissedSlot {
  readonly sender: string;
  readonly size: number;
  readonly leadMs: number;
}

/** Messages that missed their slots together book new ones in one transaction, or the database would keep the next ones late. */
function createBookAgain(engine: Engine, costUs: number): (missed: MissedSlot) => Promise<number> {
  const bookTogether = coalesce({ maxCalls: MAX_BOOKED_TOGETHER }, (missed: readonly MissedSlot[]) =>
    engine.transact(async (transaction) => {
      const startsAt = new Map<MissedSlot, number>();
      for (const [sender, calls] of [...Map.groupBy(missed, (call) => call.sender)].toSorted(byName)) {
        const leadMs = Math.max(...calls.map((call) => call.leadMs));
        const first = engine.greatest(sql`next_at_us`, usOf(engine)(leadMs));
        const sizes = calls.map(({ size }) => size);
        const slots = await bookSlots(engine, transaction, { sender, sizes, first, costUs });
        for (const [index, call] of calls.entries()) startsAt.set(call, slots[index] ?? Number.NaN);
      }
      return missed.map((call) => startsAt.get(call) ?? Number.NaN);
    }),
  );
  return async (missed) => {
    for (;;) {
      try {
        return await bookTogether(missed);
      } catch {
        await pause(RETRY_MS);
      }
    }
  };
}

/** @returns a function that waits until a message may leave; one that missed its slot books another one */
function createWaitForSlot(engine: Engine, messagesPerSecond: number, costUs: number) {
  const bookAgain = createBookAgain(engine, costUs);
  const lines = new Map<string, ReturnType<typeof createLine>>();

  return async (sender: string, size: number, slotAt: number): Promise<void> => {
    let startsAt = slotAt;
    await pauseUntil(startsAt);
    // Longer each time, for a database that takes longer than the slot is away.
    for (let leadMs = 2 * LEAD_MS; performance.now() - startsAt > MAX_LATENESS_MS; leadMs *= 2) {
      startsAt = await bookAgain({ sender, size, leadMs: Math.min(leadMs, MAX_LEAD_MS) });
      await pauseUntil(startsAt);
    }
    const leave = lines.get(sender) ?? createLine(messagesPerSecond);
    lines.set(sender, leave);
    await leave(size, startsAt);
  };
}

/**
 * One sender's messages that are due in this process leave one after the other: were all of them woken for each one that may leave, a
 * process would do little else at a thousand a second.
 */
function createLine(messagesPerSecond: number): (size: number, slotAt: number) => Promise<void> {
  const slidingWindow = createSlidingWindow(messagesPerSecond);
  let last = Promise.resolve();
  return (size, slotAt) => {
    const waitMs = slidingWindow.due(size, slotAt);
    last = last.then(() => pauseWhile(waitMs));
    return last;
  };
}

/** @param waitMs gives the milliseconds that are to be waited yet */
async function pauseWhile(waitMs: (now: number) => number): Promise<void> {
  for (let ms = waitMs(performance.now()); ms > 0; ms = waitMs(performance.now())) await pause(Math.floor(ms));
}

/** A moment as `next_at_us` has it, so many milliseconds from now. */
function usOf({ now }: Engine): (ms: number) => RawBuilder<number> {
  return (ms) => sql<number>`(${now} * 1000 + ${sql.lit(ms * 1000)})`;
}

async function pauseUntil(at: number): Promise<void> {
  const waitMs = at - performance.now();
  if (waitMs > 0) await pause(Math.ceil(waitMs));
}

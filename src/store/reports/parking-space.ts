import { sql, type Transaction } from 'kysely';
import { MAX_PARKED_REPORTS } from '../../core/limits.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Tables } from '../schema/tables.ts';

/** Counting takes some ten milliseconds when there are that many, and one line a minute says enough. */
const AT_MOST_EVERY_MS = 60_000;

/**
 * Takes room for reports that belong to no message that is known and carry no token, in the caller's transaction.
 *
 * @returns false when so many are parked that these are not kept
 */
export type TakeParkingSpace = (transaction: Transaction<Tables>, count: number) => Promise<boolean>;

/**
 * Another system of the account may send its reports here, at any rate: they must not fill the ledger before they are deleted.
 * Each process counts for itself, so there are about as many as the limit says.
 *
 * @param log gets a warning, once a minute at most, when there is no room
 */
export function createParkingSpace(log: Log): TakeParkingSpace {
  let free = 0;
  let countedAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (transaction, count) => {
    const now = performance.now();
    if (free < count && now - countedAt >= AT_MOST_EVERY_MS) {
      free = MAX_PARKED_REPORTS - (await countParked(transaction));
      countedAt = now;
    }
    if (free >= count) {
      free -= count;
      return true;
    }
    if (now - toldAt >= AT_MOST_EVERY_MS) {
      log.warn({ limit: MAX_PARKED_REPORTS }, 'reports of unknown messages are not kept: there are too many');
      toldAt = now;
    }
    return false;
  };
}

async function countParked(transaction: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select 1 from status_events where delivery_id is null limit ${sql.lit(MAX_PARKED_REPORTS)}
    ) as parked`.execute(transaction);
  return Number(rows[0]?.n ?? 0);
}

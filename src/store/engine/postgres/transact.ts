import type { Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Log } from '../../../flow/ports/log.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Engine } from '../engine.ts';

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DEADLOCK = '40P01';
/** A circle costs a second each time, because PostgreSQL looks for one only then. */
const MAX_TRIES = 3;

/** @returns `Engine.transact`: work that PostgreSQL ended because of a circle runs again, up to three times in all */
export function createTransact(db: Kysely<Tables>, log: Log): Engine['transact'] {
  return async (work) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (tries === MAX_TRIES || !isDeadlock(error)) throw error;
        log.warn({ tries }, 'two transactions waited for each other, and one runs again');
      }
    }
  };
}

function isDeadlock(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === DEADLOCK;
}

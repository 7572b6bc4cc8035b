import { DatabaseError } from 'pg';
import type { LedgerProblem } from '../../../flow/ports/store/ledger-health.ts';

/** PostgreSQL's error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const PROBLEMS: Readonly<Record<string, LedgerProblem>> = {
  '25006': 'read_only',
  '53100': 'disk_full',
  '58030': 'disk_error',
  '55P03': 'locked',
  // The statement's time was over, which for so small a write means that it waited for a lock.
  '57014': 'locked',
  XX001: 'damaged',
  XX002: 'damaged',
};

/** @returns what an error of the server says of the database; `no_answer` for one of the connection */
export function postgresProblemOf(error: unknown): LedgerProblem {
  return (error instanceof DatabaseError && PROBLEMS[error.code ?? '']) || 'no_answer';
}

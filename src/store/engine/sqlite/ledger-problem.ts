import type { LedgerProblem } from '../../../flow/ports/store/ledger-health.ts';
import { sqliteCodeOf } from './error-code.ts';

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const PROBLEMS: Readonly<Record<number, LedgerProblem>> = {
  5: 'locked',
  8: 'read_only',
  10: 'disk_error',
  11: 'damaged',
  13: 'disk_full',
  26: 'damaged',
};

/** @returns what an error of SQLite says of the file */
export function sqliteProblemOf(error: unknown): LedgerProblem {
  return PROBLEMS[sqliteCodeOf(error) ?? 0] ?? 'no_answer';
}

import type { LedgerProblem } from '../../../flow/ports/ledger-health.ts';

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const PROBLEMS: Readonly<Record<number, LedgerProblem>> = {
  5: 'locked',
  8: 'read_only',
  10: 'disk_error',
  11: 'damaged',
  13: 'disk_full',
  26: 'damaged',
};

/** @returns what an error of SQLite says of the file; extended result codes carry the primary one in their lowest byte */
export function sqliteProblemOf(error: unknown): LedgerProblem {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return PROBLEMS[code] ?? 'no_answer';
}

/**
 * Why no send can be saved now. `no_answer`: the database is away or too slow. `file_gone`: the SQLite file was deleted or
 * replaced under the bot, so what is written is lost with the next start.
 */
export type LedgerProblem = 'no_answer' | 'disk_full' | 'disk_error' | 'read_only' | 'locked' | 'damaged' | 'file_gone';

/** Whether the ledger can be written, not only read. */
export interface LedgerHealth {
  /** Writes a little, as a send would. Takes some seconds at most. @returns undefined when all is well */
  checkWritable(): Promise<LedgerProblem | undefined>;
  /** @returns what the latest check found, without asking the database; undefined when all was well, or none has ended yet */
  lastProblem(): Promise<LedgerProblem | undefined>;
}

import { sql } from 'kysely';
import type { Log } from '../../flow/ports/log.ts';
import type { LedgerHealth, LedgerProblem } from '../../flow/ports/store/ledger-health.ts';
import { withTimeout } from '../../flow/timing/with-timeout.ts';
import type { Engine } from '../engine/engine.ts';

/** Longer than either engine waits for a lock, which then says so itself. */
const MAX_WAIT_MS = 6_000;

/** Logs when the ledger can no longer be written, and when it can again. */
export function createLedgerHealth(engine: Engine, log: Log): LedgerHealth {
  const write = createWrite(engine);
  let problem: LedgerProblem | undefined;

  async function findProblem(): Promise<LedgerProblem | undefined> {
    try {
      const fileProblem = await engine.findFileProblem();
      if (fileProblem !== undefined) return fileProblem;
      const written = await withTimeout(MAX_WAIT_MS, write.run());
      return written.kind === 'done' ? undefined : (write.lastProblem() ?? 'no_answer');
    } catch (error) {
      return engine.problemOf(error);
    }
  }

  return {
    async checkWritable() {
      const found = await findProblem();
      if (found !== problem && found !== undefined) log.error({ problem: found }, 'ledger cannot be written');
      if (found !== problem && found === undefined) log.info({}, 'ledger can be written again');
      problem = found;
      return found;
    },
    lastProblem: async () => problem,
  };
}

/**
 * A write that is still under way is waited for, so that checks of a ledger that hangs do not pile up. What the one before
 * ended with says more than that this one takes long: behind a lock, each waits for those before it.
 */
function createWrite(engine: Engine) {
  let underWay: Promise<void> | undefined;
  let problem: LedgerProblem | undefined;

  async function write(): Promise<void> {
    try {
      await writeHeartbeat(engine);
      problem = undefined;
    } catch (error) {
      problem = engine.problemOf(error);
      throw error;
    } finally {
      underWay = undefined;
    }
  }

  return {
    run(): Promise<void> {
      underWay ??= write();
      return underWay;
    },
    lastProblem: () => problem,
  };
}

/** Changes one row, and no row of the tables that a send needs: a lock on one of them is met, too. */
async function writeHeartbeat(engine: Engine): Promise<void> {
  const writes = [
    sql`insert into heartbeats (id, beat_at) values (1, ${engine.now}) on conflict (id) do update set beat_at = excluded.beat_at`,
    sql`update batches set fence = fence where 1 = 0`,
    sql`update deliveries set position = position where 1 = 0`,
    sql`update sends set version = version where 1 = 0`,
    sql`update cards set fence = fence where 1 = 0`,
  ];
  await engine.transact((transaction) => engine.writeAndRead(transaction, writes, sql`select 1 as written`));
}

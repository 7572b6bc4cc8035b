import { sql } from 'kysely';
import type { Log } from '../flow/ports/log.ts';
import type { SendLedger } from '../flow/ports/store/accept-send.ts';
import type { BacklogLedger } from '../flow/ports/store/backlog.ts';
import type { BatchLedger } from '../flow/ports/store/deliver-batch.ts';
import type { LeaseLedger } from '../flow/ports/store/leases.ts';
import type { FindRepeats } from '../flow/ports/store/repeats.ts';
import type { ClaimRules } from '../flow/ports/store/rules/claim-rules.ts';
import type { ReadOptOut } from '../flow/ports/store/rules/opt-outs.ts';
import type { ReportLedger } from '../flow/ports/store/save-reports.ts';
import type { CardLedger } from '../flow/ports/store/show-cards.ts';
import { createExpireLeases, createRenewLeases, createRequeueBatch } from './batches/batch-leases.ts';
import { createClaimBatch } from './batches/claim-batch.ts';
import { createSendRate } from './batches/send-rate.ts';
import { createSettleBatch } from './batches/settle-batch.ts';
import { createUntilNextBatch } from './batches/until-next-batch.ts';
import { createClaimCard, createUntilNextCard } from './cards/claim-card.ts';
import { createSaveCard } from './cards/save-card.ts';
import type { Engine } from './engine/engine.ts';
import { translateRefusals } from './engine/translate-refusals.ts';
import { createBacklog } from './maintenance/backlog.ts';
import { createBringSendsForward, goOnWhenClockWentBack } from './maintenance/clock-went-back.ts';
import { createFindSend, type FindSend } from './read/read-send.ts';
import { createSaveReportedOptOuts } from './reports/reported-opt-outs.ts';
import { createSaveReports } from './reports/save-reports.ts';
import type { CodeOfSend } from './rules/code-of-send.ts';
import type { NumberKeyOf } from './rules/number-key.ts';
import { createAcceptSend, createFindAccepted } from './sends/accept-send.ts';
import { createFindRepeats } from './sends/find-repeats.ts';

interface Needs {
  readonly engine: Engine;
  readonly messagesPerSecond: number;
  readonly leaseMs: number;
  readonly log: Log;
  readonly keyOf: NumberKeyOf;
  readonly codeOf: CodeOfSend;
  readonly claimRules?: ClaimRules;
  readonly readOptOut?: ReadOptOut;
}

/** All that the ledger does. */
export interface Ledger extends SendLedger, BatchLedger, LeaseLedger, ReportLedger, CardLedger, BacklogLedger {
  readonly findRepeats: FindRepeats;
  readonly findSend: FindSend;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export function createLedger(needs: Needs): Ledger {
  const { engine, messagesPerSecond, leaseMs, log, keyOf, codeOf, readOptOut, claimRules } = needs;
  const findSend = createFindSend(engine, messagesPerSecond);
  const sendRate = createSendRate(engine, messagesPerSecond);
  const saveOptOuts = createSaveReportedOptOuts(engine, keyOf, readOptOut);
  const goOn = goOnWhenClockWentBack(createBringSendsForward(engine, messagesPerSecond));
  return {
    accept: createAcceptSend(engine, keyOf),
    findAccepted: createFindAccepted(engine),
    findRepeats: createFindRepeats(engine),
    claimBatch: createClaimBatch({ engine, sendRate, leaseMs, keyOf, codeOf, claimRules }),
    untilNextBatch: goOn(createUntilNextBatch(engine, sendRate)),
    renewLeases: createRenewLeases(engine, leaseMs),
    settleBatch: translateRefusals(engine, createSettleBatch(engine, saveOptOuts)),
    requeueBatch: translateRefusals(engine, createRequeueBatch(engine)),
    expireLeases: createExpireLeases(engine),
    saveReports: createSaveReports(engine, log, saveOptOuts),
    findSend,
    claimCard: createClaimCard({ engine, leaseMs, findSend }),
    untilNextCard: goOn(createUntilNextCard(engine)),
    saveCard: translateRefusals(engine, createSaveCard(engine)),
    backlog: createBacklog(engine),
    async ping() {
      await sql`select 1`.execute(engine.db);
    },
    close: () => engine.close(),
  };
}

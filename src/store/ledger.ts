import { sql } from 'kysely';
import type { Ledger } from '../flow/ports/ports.ts';
import { createAcceptSend } from './accept-send.ts';
import { createBacklog } from './backlog.ts';
import { createExpireLeases, createRenewLeases, createRequeueBatch } from './batch-leases.ts';
import { createClaimBatch } from './claim-batch.ts';
import { createClaimCard, createUntilNextCard } from './claim-card.ts';
import type { Engine } from './engine.ts';
import { createFindRepeats } from './find-repeats.ts';
import { createPace } from './pace.ts';
import { createFindSend } from './read-send.ts';
import { createRecordStatus } from './record-status.ts';
import { createSaveCard } from './save-card.ts';
import { createSettleBatch } from './settle-batch.ts';
import { createUntilNextBatch } from './until-next-batch.ts';

interface Needs {
  readonly engine: Engine;
  readonly messagesPerSecond: number;
  readonly leaseMs: number;
}

export function createLedger({ engine, messagesPerSecond, leaseMs }: Needs): Ledger {
  const findSend = createFindSend(engine);
  const pace = createPace(engine, messagesPerSecond);
  return {
    accept: createAcceptSend(engine),
    findRepeats: createFindRepeats(engine),
    claimBatch: createClaimBatch({ engine, pace, leaseMs }),
    untilNextBatch: createUntilNextBatch(engine, pace),
    renewLeases: createRenewLeases(engine, leaseMs),
    settleBatch: createSettleBatch(engine),
    requeueBatch: createRequeueBatch(engine),
    expireLeases: createExpireLeases(engine),
    recordStatus: createRecordStatus(engine),
    findSend,
    claimCard: createClaimCard({ engine, leaseMs, findSend }),
    untilNextCard: createUntilNextCard(engine),
    saveCard: createSaveCard(engine),
    backlog: createBacklog(engine),
    async ping() {
      await sql`select 1`.execute(engine.db);
    },
    close: () => engine.close(),
  };
}

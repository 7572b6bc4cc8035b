import type { Ledger } from '../flow/ports/ports.ts';
import type { Records } from '../flow/send/records.ts';
import type { Engine } from './engine/engine.ts';
import { createHistoryOf } from './read/delivery-history.ts';
import { createFindSends } from './read/find-sends.ts';
import { createAddManualReport } from './reports/add-manual-report.ts';

export function createRecords(engine: Engine, { findSend }: Pick<Ledger, 'findSend'>): Records {
  return {
    ...createFindSends({ engine, findSend }),
    historyOf: createHistoryOf(engine),
    addManualReport: createAddManualReport(engine),
  };
}

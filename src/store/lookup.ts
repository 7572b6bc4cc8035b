import type { Ledger } from '../flow/ports/ports.ts';
import type { Lookup } from '../flow/send/lookup.ts';
import type { Engine } from './engine/engine.ts';
import { createHistoryOf } from './read/delivery-history.ts';
import { createFindSends } from './read/find-sends.ts';
import { createAddManualReport } from './reports/add-manual-report.ts';

export function createLookup(engine: Engine, { findSend }: Pick<Ledger, 'findSend'>): Lookup {
  return {
    ...createFindSends({ engine, findSend }),
    historyOf: createHistoryOf(engine),
    addManualReport: createAddManualReport(engine),
  };
}

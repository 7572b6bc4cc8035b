import type { Ledger } from '../flow/ports/ports.ts';
import type { Records } from '../flow/send/records.ts';
import { createAddTestimony } from './add-testimony.ts';
import { createHistoryOf } from './delivery-history.ts';
import type { Engine } from './engine.ts';
import { createFindSends } from './find-sends.ts';

export function createRecords(engine: Engine, { findSend }: Pick<Ledger, 'findSend'>): Records {
  return {
    ...createFindSends({ engine, findSend }),
    historyOf: createHistoryOf(engine),
    addTestimony: createAddTestimony(engine),
  };
}

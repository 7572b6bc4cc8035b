import type { Lookup } from '../flow/ports/store/lookup.ts';
import type { Engine } from './engine/engine.ts';
import { createHistoryOf } from './read/delivery-history.ts';
import { createDeliveriesOf } from './read/delivery-pages.ts';
import { createFindSends } from './read/find-sends.ts';
import type { FindSend } from './read/read-send.ts';
import { createSearchSends } from './read/search-sends.ts';
import { createAddManualReports } from './reports/add-manual-reports.ts';

export function createLookup(engine: Engine, findSend: FindSend): Lookup {
  return {
    ...createFindSends({ engine, findSend }),
    searchSends: createSearchSends(engine),
    deliveriesOf: createDeliveriesOf(engine),
    historyOf: createHistoryOf(engine),
    addManualReports: createAddManualReports(engine),
  };
}

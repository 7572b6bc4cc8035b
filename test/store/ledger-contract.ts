import { describe } from 'vitest';
import { acceptContract } from './accept-contract.ts';
import { accountContract } from './account-contract.ts';
import { batchContract } from './batch-contract.ts';
import { cacheContract } from './cache-contract.ts';
import { cardContract } from './card-contract.ts';
import { guardContract } from './guard-contract.ts';
import { paceContract } from './pace-contract.ts';
import { recordContract } from './record-contract.ts';
import { repeatContract } from './repeat-contract.ts';
import { reportContract } from './report-contract.ts';
import { sweepContract } from './sweep-contract.ts';
import type { CreateDatabase } from './test-database.ts';

/** What every database that holds the ledger must do. */
export function ledgerContract(name: string, create: CreateDatabase): void {
  describe(`the ledger on ${name}`, () => {
    acceptContract(create);
    accountContract(create);
    batchContract(create);
    paceContract(create);
    repeatContract(create);
    reportContract(create);
    sweepContract(create);
    recordContract(create);
    cardContract(create);
    guardContract(create);
    cacheContract(create);
  });
}

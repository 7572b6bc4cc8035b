import { describe } from 'vitest';
import { accountContract } from './account/account-contract.ts';
import { batchContract } from './batches/batch-contract.ts';
import { cancelContract } from './batches/cancel-contract.ts';
import { sendRateContract } from './batches/send-rate-contract.ts';
import { cacheContract } from './cache/cache-contract.ts';
import { cardContract } from './cards/card-contract.ts';
import { clockContract } from './maintenance/clock-contract.ts';
import { healthContract } from './maintenance/health-contract.ts';
import { maintenanceContract } from './maintenance/maintenance-contract.ts';
import { lookupContract } from './read/lookup-contract.ts';
import { evidenceContract } from './reports/evidence-contract.ts';
import { reportContract } from './reports/report-contract.ts';
import { guardContract } from './schema/guard-contract.ts';
import { migrationContract } from './schema/migration-contract.ts';
import { naughtyContract } from './schema/naughty-contract.ts';
import { acceptContract } from './sends/accept-contract.ts';
import { repeatContract } from './sends/repeat-contract.ts';
import type { CreateDatabase } from './test-database.ts';

/** What every database that holds the ledger must do. */
export function ledgerContract(name: string, create: CreateDatabase): void {
  describe(`the ledger on ${name}`, () => {
    acceptContract(create);
    accountContract(create);
    batchContract(create);
    cancelContract(create);
    sendRateContract(create);
    repeatContract(create);
    reportContract(create);
    evidenceContract(create);
    maintenanceContract(create);
    healthContract(create);
    clockContract(create);
    lookupContract(create);
    cardContract(create);
    guardContract(create);
    naughtyContract(create);
    migrationContract(create);
    cacheContract(create);
  });
}

import { ledgerContract } from '../ledger-contract.ts';
import { createSqliteDatabase } from '../test-database.ts';

ledgerContract('SQLite', createSqliteDatabase, 'approvals');

import { describe } from 'vitest';
import { accountContract } from './account/account-contract.ts';
import { approvalContract } from './approvals/approval-contract.ts';
import { approvalRaceContract } from './approvals/approval-race-contract.ts';
import { outdatedApprovalContract } from './approvals/outdated-approval-contract.ts';
import { batchContract } from './batches/batch-contract.ts';
import { claimRuleContract } from './batches/claim-rule-contract.ts';
import { dueContract } from './batches/due-contract.ts';
import { lateAnswerContract } from './batches/late-answer-contract.ts';
import { quietHoursContract } from './batches/quiet-hours-contract.ts';
import { sendRateContract } from './batches/send-rate-contract.ts';
import { waitingContract } from './batches/waiting-contract.ts';
import { cacheContract } from './cache/cache-contract.ts';
import { unwritableContract } from './cache/unwritable-contract.ts';
import { cardContract } from './cards/card-contract.ts';
import { cardProgressContract } from './cards/card-progress-contract.ts';
import { controlContract } from './lists/control-contract.ts';
import { digestContract } from './lists/digest-contract.ts';
import { draftContract } from './lists/draft-contract.ts';
import { listModelContract } from './lists/list-model-contract.ts';
import { planContract } from './lists/plan-contract.ts';
import { clockContract } from './maintenance/clock-contract.ts';
import { healthContract } from './maintenance/health-contract.ts';
import { maintenanceContract } from './maintenance/maintenance-contract.ts';
import { overdueContract } from './maintenance/overdue-contract.ts';
import { historyContract } from './read/history-contract.ts';
import { lookupContract } from './read/lookup-contract.ts';
import { answerContract } from './replies/answer-contract.ts';
import { replyContract } from './replies/reply-contract.ts';
import { threadContract } from './replies/thread-contract.ts';
import { evidenceContract } from './reports/evidence-contract.ts';
import { lateContract } from './reports/late-contract.ts';
import { reportContract } from './reports/report-contract.ts';
import { mirrorContract } from './rules/mirror-contract.ts';
import { numberCodeContract } from './rules/number-code-contract.ts';
import { optOutContract } from './rules/opt-out-contract.ts';
import { quotaContract } from './rules/quota-contract.ts';
import { quotaModelContract } from './rules/quota-model-contract.ts';
import { teamModeContract } from './rules/team-mode-contract.ts';
import { toldFaultsContract } from './rules/told-faults-contract.ts';
import { guardContract } from './schema/guard-contract.ts';
import { migrationContract } from './schema/migration-contract.ts';
import { naughtyContract } from './schema/naughty-contract.ts';
import { acceptContract } from './sends/accept-contract.ts';
import { repeatContract } from './sends/repeat-contract.ts';
import { stopContract } from './sends/stop-contract.ts';
import type { CreateDatabase } from './test-database.ts';

/** What every database that holds the ledger must do, by the folder of the store that it is about. */
const CONTRACTS = {
  account: [accountContract],
  approvals: [approvalContract, approvalRaceContract, outdatedApprovalContract],
  batches: [
    batchContract,
    claimRuleContract,
    dueContract,
    lateAnswerContract,
    quietHoursContract,
    sendRateContract,
    waitingContract,
  ],
  cache: [cacheContract, unwritableContract],
  cards: [cardContract, cardProgressContract],
  lists: [draftContract, planContract, digestContract, controlContract, listModelContract],
  maintenance: [maintenanceContract, overdueContract, healthContract, clockContract],
  read: [lookupContract, historyContract],
  replies: [replyContract, threadContract, answerContract],
  reports: [reportContract, evidenceContract, lateContract],
  rules: [
    optOutContract,
    mirrorContract,
    toldFaultsContract,
    quotaContract,
    quotaModelContract,
    numberCodeContract,
    teamModeContract,
  ],
  schema: [guardContract, naughtyContract, migrationContract],
  sends: [acceptContract, repeatContract, stopContract],
} as const satisfies Readonly<Record<string, readonly ((create: CreateDatabase) => void)[]>>;

type Folder = keyof typeof CONTRACTS;

export const CONTRACT_FOLDERS: readonly string[] = Object.keys(CONTRACTS);

/** Runs all of the contract, or one folder's part. */
export function ledgerContract(name: string, create: CreateDatabase, only?: Folder): void {
  const parts = only === undefined ? Object.values(CONTRACTS).flat() : CONTRACTS[only];
  describe(`the ledger on ${name}`, () => {
    for (const part of parts) part(create);
  });
}

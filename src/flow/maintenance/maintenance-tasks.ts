import { createProbeAccount } from '../account/probe-account.ts';
import type { Log } from '../ports/log.ts';
import type { Probe, ProbedAccount } from '../ports/store/account.ts';
import type { LedgerHealth } from '../ports/store/ledger-health.ts';
import type { MaintenanceLedger } from '../ports/store/maintenance.ts';
import type { MaintenanceTask } from './maintenance.ts';

interface Needs {
  readonly account: ProbedAccount;
  readonly maintenance: MaintenanceLedger;
  readonly ledgerHealth: Pick<LedgerHealth, 'checkWritable'>;
  readonly probe: Probe;
  /** A card may be behind. */
  readonly wakeCards: () => void;
  /** Sends may leave again. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/** The tasks that every process runs over and over beside its workers, each with how often. */
export function createMaintenanceTasks({
  account,
  maintenance,
  ledgerHealth,
  probe,
  wakeCards,
  wakeAll,
  log,
}: Needs): readonly MaintenanceTask[] {
  return [
    {
      name: 'probe the account',
      everyMs: 15_000,
      run: createProbeAccount({ account, probe, wakeAll, log }),
    },
    {
      name: 'mark overdue reports',
      everyMs: 60_000,
      async run() {
        if ((await maintenance.markOverdue()) > 0) wakeCards();
      },
    },
    { name: 'check the ledger', everyMs: 5_000, run: () => ledgerHealth.checkWritable() },
    { name: 'drop parked reports', everyMs: 60 * 60_000, run: (stopped) => maintenance.dropParked(stopped) },
  ];
}

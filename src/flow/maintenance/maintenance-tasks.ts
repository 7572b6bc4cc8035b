import type { Account } from '../account/account.ts';
import { createProbeAccount, type Probe } from '../account/probe-account.ts';
import type { LedgerHealth } from '../ports/ledger-health.ts';
import type { Log } from '../ports/ports.ts';
import type { LedgerMaintenance } from './ledger-maintenance.ts';
import type { MaintenanceTask } from './maintenance.ts';

interface Needs {
  readonly account: Pick<Account, 'claimProbe' | 'resume'>;
  readonly maintenance: LedgerMaintenance;
  readonly ledgerHealth: Pick<LedgerHealth, 'checkWritable'>;
  readonly probe: Probe;
  /** A card may be behind. */
  readonly wakeCards: () => void;
  /** Sends may leave again. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/** What every process does over and over beside its work. */
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
      run: createProbeAccount({ account, probe, onResumed: wakeAll, log }),
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

import type { Log } from '../ports/log.ts';
import type { LeaseLedger } from '../ports/store/leases.ts';
import { type Clock, systemClock } from '../timing/clock.ts';
import { UNKNOWN_ALARM } from './unknown-alarm.ts';

interface Needs {
  readonly ledger: LeaseLedger;
  /** Names of the lease holders whose job is running here. */
  readonly activeHolders: ReadonlySet<string>;
  readonly leaseMs: number;
  /** Deliveries became `unknown`, so cards are behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Renews the leases of running jobs three times per lease, and marks as `unknown` what is left of a process that is
 * gone. A lease can be short: its end never authorises a second request.
 */
export function startLeaseHeartbeat(needs: Needs): { stop(): void } {
  const { leaseMs, log, clock = systemClock } = needs;
  let isBeating = false;
  let cancel: (() => void) | undefined;

  async function beat(): Promise<void> {
    if (isBeating) return;
    isBeating = true;
    try {
      await renewAndExpire(needs);
    } catch (error) {
      log.error({ err: error }, 'lease renewal failed');
    } finally {
      isBeating = false;
    }
  }

  function beatAndRepeat(): void {
    cancel = clock.after(leaseMs / 3, beatAndRepeat);
    void beat();
  }

  beatAndRepeat();
  return { stop: () => cancel?.() };
}

async function renewAndExpire({ ledger, activeHolders, wakeCards, log }: Needs): Promise<void> {
  if (activeHolders.size > 0) await ledger.renewLeases([...activeHolders]);
  const unknown = await ledger.expireLeases();
  if (unknown === 0) return;
  log.error({ unknown, cause: 'their process is gone' }, UNKNOWN_ALARM);
  wakeCards();
}

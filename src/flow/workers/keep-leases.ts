import type { Ledger, Log } from '../ports/ports.ts';
import { UNKNOWN_ALARM } from './unknown-alarm.ts';

interface Needs {
  readonly ledger: Pick<Ledger, 'renewLeases' | 'expireLeases'>;
  /** Names under which something is under way here. */
  readonly held: ReadonlySet<string>;
  readonly leaseMs: number;
  readonly onChange: () => void;
  readonly log: Log;
}

/**
 * Keeps this process's claims alive, and turns into `unknown` what a process left that is gone. A lease can be short:
 * its end never authorises a second request, it only says sooner that nobody knows.
 */
export function keepLeases({ ledger, held, leaseMs, onChange, log }: Needs): { stop(): void } {
  let isBusy = false;

  async function tick(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      for (const holder of held) await ledger.renewLeases(holder);
      const unknown = await ledger.expireLeases();
      if (unknown > 0) {
        log.error({ unknown, cause: 'their process is gone' }, UNKNOWN_ALARM);
        onChange();
      }
    } catch (error) {
      log.error({ err: error }, 'leases could not be kept');
    } finally {
      isBusy = false;
    }
  }

  const timer = setInterval(() => void tick(), leaseMs / 3);
  void tick();
  return { stop: () => clearInterval(timer) };
}

import type { Ledger, Log } from './ports.ts';

interface Needs {
  readonly ledger: Pick<Ledger, 'renewLeases' | 'expireLeases'>;
  readonly worker: string;
  readonly leaseMs: number;
  readonly onChange: () => void;
  readonly log: Log;
}

/**
 * Keeps this process's claims alive, and turns into `unknown` what a process left that is gone. A lease can be short:
 * its end never authorises a second request, it only says sooner that nobody knows.
 */
export function keepLeases({ ledger, worker, leaseMs, onChange, log }: Needs): { stop(): void } {
  let isBusy = false;

  async function tick(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      await ledger.renewLeases(worker);
      const unknown = await ledger.expireLeases();
      if (unknown > 0) {
        log.error({ unknown }, 'deliveries turned unknown: their process is gone');
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

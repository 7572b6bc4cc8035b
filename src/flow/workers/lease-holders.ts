/**
 * Each job is claimed by a lease holder of its own, and only holders whose job is running have their leases renewed. So
 * the lease of a claim whose response was lost, or of a job that failed, ends by itself.
 */
export interface LeaseHolders {
  /** Gives the name for one claim. */
  create(): string;
  /** Names of the holders whose job is running here. */
  readonly active: ReadonlySet<string>;
  /** Runs a job as this holder: it is active until the job is over. */
  runAs(holder: string, job: () => Promise<void>): Promise<void>;
}

/** @param worker a name that no other process has */
export function createLeaseHolders(worker: string): LeaseHolders {
  const active = new Set<string>();
  let count = 0;
  return {
    create: () => `${worker}.${++count}`,
    active,
    async runAs(holder, job) {
      active.add(holder);
      try {
        await job();
      } finally {
        active.delete(holder);
      }
    },
  };
}

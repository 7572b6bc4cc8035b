/** Which faults of the policy the team was told of; shared by all processes, so that one of them tells it, and no restart again. */
export interface ToldFaults {
  /** One statement decides who tells it. @returns false where it was told before, and nothing was mended since */
  add(fault: string): Promise<boolean>;
  /** Forgets one that could not be told. */
  remove(fault: string): Promise<void>;
  /** Forgets all of them, because the policy is good again; one statement decides who tells that. @returns false where there were none */
  removeAll(): Promise<boolean>;
}

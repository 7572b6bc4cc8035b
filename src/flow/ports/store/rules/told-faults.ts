/** The faults of the policy that were announced to the team. All processes share them, so each fault is announced once, also after a restart. */
export interface ToldFaults {
  /** Saves a fault in one statement, so only one process announces it. @returns false if it was announced already */
  add(fault: string): Promise<boolean>;
  /** Deletes a fault whose announcement failed. */
  remove(fault: string): Promise<void>;
  /** Deletes all faults in one statement once the policy is valid again, so only one process announces that. @returns false if there were none */
  removeAll(): Promise<boolean>;
}

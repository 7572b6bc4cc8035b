/**
 * Each piece of work is held under a name of its own, and kept only while it is really under way. A claim whose answer was
 * lost on the line, or whose work broke, is in nobody's hands: kept alive with the rest it would never end.
 */
export interface Holders {
  newName(): string;
  /** The names of what is under way. */
  readonly held: Set<string>;
}

/** @param worker a name that no other process has */
export function createHolders(worker: string): Holders {
  let count = 0;
  return { newName: () => `${worker}.${++count}`, held: new Set() };
}

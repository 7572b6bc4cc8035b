import type { Change } from './changes.ts';

/** A change that no test notices, and why that is no gap. */
export interface Accepted {
  readonly file: string;
  /** The line as it stands, without the blanks around it. */
  readonly code: string;
  readonly what: string;
  readonly reason: string;
}

export const ACCEPTED: readonly Accepted[] = [];

export function isAccepted(accepted: readonly Accepted[], file: string, { code, what }: Change): boolean {
  return accepted.some((one) => one.file === file && one.code === code && one.what === what);
}

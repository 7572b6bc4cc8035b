import type { Change } from '../changes.ts';

/** A change that no test notices, and why that is no gap. */
export interface Accepted {
  readonly file: string;
  /** The line as it stands, without the blanks around it. */
  readonly code: string;
  readonly what: string;
  readonly reason: string;
}

export const SPEED = 'Only speed: the result is the same without it.';
export const A_MOMENT = 'The two are the same but for one moment that no test can hit.';

/** Several changes of one file with one reason: lines, each with what is changed there. */
export function all(
  file: string,
  reason: string,
  lines: readonly (readonly [string, ...string[]])[],
): readonly Accepted[] {
  return lines.flatMap(([code, ...changes]) => changes.map((what) => ({ file, code, what, reason })));
}

export function isAccepted(accepted: readonly Accepted[], file: string, { code, what }: Change): boolean {
  return accepted.some((one) => one.file === file && one.code === code && one.what === what);
}

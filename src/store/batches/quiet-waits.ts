import { createHash } from 'node:crypto';
import { MORNING_JITTER_MS } from '../../core/policy.ts';

/** When what a send has for a country leaves whose quiet hours end then, in milliseconds: for one send always at the same time. */
export function leavesAt(sendId: string, until: Date): number {
  const spread = createHash('sha256').update(`${sendId} ${until.getTime()}`).digest().readUInt32BE();
  return until.getTime() + (spread % MORNING_JITTER_MS);
}

import type { Ledger } from './ports.ts';

export interface Readiness {
  readonly isReady: boolean;
  /** Why not, each one a plain sentence without anybody's data. */
  readonly reasons: readonly string[];
}

const LONGEST_BACKLOG_MS = 60_000;

/** Whether this process can take a send now: the ledger answers and work is not piling up. */
export function createReadiness(ledger: Pick<Ledger, 'ping' | 'backlog'>): () => Promise<Readiness> {
  return async () => {
    try {
      await ledger.ping();
      const { oldestQueuedMs = 0, oldestCardBehindMs = 0 } = await ledger.backlog();
      const reasons = [
        ...late('A message has been waiting to leave', oldestQueuedMs),
        ...late('A card in Slack has been behind', oldestCardBehindMs),
      ];
      return { isReady: reasons.length === 0, reasons };
    } catch {
      return { isReady: false, reasons: ['The ledger does not answer.'] };
    }
  };
}

function late(what: string, ms: number): string[] {
  return ms > LONGEST_BACKLOG_MS ? [`${what} for ${Math.round(ms / 1000)} seconds.`] : [];
}

import type { StatusUpdate } from '../../core/send/status-update.ts';

/** Kaleyra's words for what became of a message: V1's and V2's pages, and the `0` that integrations get for a failure. */
const STATUS = new Map<string, StatusUpdate['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['notsent', 'failed'],
  ['0', 'failed'],
]);

/** @returns undefined for a word that is not documented; what it might mean is not guessed. */
export function readStatusWord(word: string): StatusUpdate['status'] | undefined {
  return STATUS.get(squeeze(word));
}

/** `NOT-SENT`, `not sent` and `NotSent` are one word. */
function squeeze(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}

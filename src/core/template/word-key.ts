/** What is the same for every spelling of a vendor's word: `PENDING_DELETION`, `Pending deletion`, `pendingDeletion`. */
export function wordKey(word: string): string {
  return word.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

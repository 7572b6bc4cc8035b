import type { Keyv } from 'keyv';
import type { Transaction } from 'kysely';
import { DRAFT_LIFE_MS } from '../../core/limits.ts';
import type { Drafts } from '../../flow/ports/store/drafts.ts';
import { readDraft, write } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';

/** Where drafts are among the values that may be lost. */
export const DRAFTS = 'drafts';

/** Reviewed orders that wait for their confirmation, in a cache that may lose them. */
export function createDrafts(cache: Keyv<string>): Drafts {
  return {
    async save(draftId, draft) {
      // Keyv reports a failed write as `false` and to its error listener; it does not throw.
      if (!(await cache.set(draftId, write(draft), DRAFT_LIFE_MS))) throw new Error('The draft could not be saved');
    },
    async load(draftId) {
      const json = await cache.get(draftId);
      return json === undefined ? undefined : readDraft(json);
    },
  };
}

/** Deletes a draft in the transaction that makes a send of it. @returns false when it was gone */
export async function endDraft(transaction: Transaction<Tables>, draftId: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('cache_entries')
    .where('namespace', '=', DRAFTS)
    .where('key', '=', draftId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

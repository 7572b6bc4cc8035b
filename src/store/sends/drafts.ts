import type { Keyv } from 'keyv';
import { DRAFT_LIFE_MS } from '../../core/policy.ts';
import type { Drafts } from '../../flow/ports/store/drafts.ts';
import { readDraft, write } from '../schema/codec.ts';

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

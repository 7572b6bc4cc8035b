import { DRAFT_LIFE_MS } from '../../core/policy.ts';
import type { ListDraft, ListDrafts, ListReview } from '../../flow/ports/store/list-drafts.ts';
import type { TextCache } from '../../flow/ports/store/text-cache.ts';

/** Rises when the shape of what is kept changes: what an older release kept is then lost. */
const SHAPE = 1;

/** Lists that wait for their confirmation, in a cache that may lose them. */
export function createListDrafts(cache: TextCache): ListDrafts {
  async function save(key: string, value: ListDraft | ListReview): Promise<void> {
    // A failed write is `false`; it does not throw.
    if ((await cache.set(key, JSON.stringify({ shape: SHAPE, value }), DRAFT_LIFE_MS)) === false)
      throw new Error('The list could not be saved');
  }

  async function load<Value extends ListDraft | ListReview>(key: string): Promise<Value | undefined> {
    const text = await cache.get(key);
    if (text === undefined) return undefined;
    const { shape, value } = JSON.parse(text) as { readonly shape: number; readonly value: Value };
    return shape === SHAPE ? value : undefined;
  }

  return {
    saveDraft: (draftId, draft) => save(`draft:${draftId}`, draft),
    loadDraft: (draftId) => load<ListDraft>(`draft:${draftId}`),
    saveReview: (review) => save(`review:${review.draftId}`, review),
    loadReview: (draftId) => load<ListReview>(`review:${draftId}`),
  };
}

import { DRAFT_LIFE_MS } from '../../core/limits.ts';
import type { SheetRow } from '../../core/list/sheet.ts';
import type { ListDraft, ListDrafts, ListReview } from '../../flow/ports/store/lists/list-drafts.ts';
import type { TextCache } from '../../flow/ports/store/text-cache.ts';

/** Rises when the shape of what is kept changes: what an older release kept is then lost. */
const SHAPE = 2;
/** A sheet is kept in pieces, because a text of all of it would need its room in memory several times over. */
const ROWS_A_PIECE = 500;

/** A draft without its rows, and how many pieces they are in. */
interface KeptDraft {
  readonly draft: ListDraft;
  readonly pieces: number;
}

/** Lists that wait for their confirmation, in a cache that may lose them. */
export function createListDrafts(cache: TextCache): ListDrafts {
  async function save(key: string, value: KeptDraft | ListReview | readonly SheetRow[]): Promise<void> {
    // A failed write is `false`; it does not throw.
    if ((await cache.set(key, JSON.stringify({ shape: SHAPE, value }), DRAFT_LIFE_MS)) === false)
      throw new Error('The list could not be saved');
  }

  async function load<Value extends KeptDraft | ListReview | readonly SheetRow[]>(
    key: string,
  ): Promise<Value | undefined> {
    const text = await cache.get(key);
    if (text === undefined) return undefined;
    const { shape, value } = JSON.parse(text) as { readonly shape: number; readonly value: Value };
    return shape === SHAPE ? value : undefined;
  }

  const pieceKey = (draftId: string, piece: number): string => `rows:${draftId}:${piece}`;

  function saveWithoutRows(draftId: string, draft: ListDraft): Promise<void> {
    const { sheet } = draft;
    const pieces = Math.ceil((sheet?.rows.length ?? 0) / ROWS_A_PIECE);
    return save(`draft:${draftId}`, { draft: { ...draft, sheet: sheet && { ...sheet, rows: [] } }, pieces });
  }

  return {
    async saveDraft(draftId, draft) {
      const rows = draft.sheet?.rows ?? [];
      for (let from = 0; from < rows.length; from += ROWS_A_PIECE)
        await save(pieceKey(draftId, from / ROWS_A_PIECE), rows.slice(from, from + ROWS_A_PIECE));
      await saveWithoutRows(draftId, draft);
    },
    saveInput: saveWithoutRows,
    async loadInput(draftId) {
      return (await load<KeptDraft>(`draft:${draftId}`))?.draft.input;
    },
    async loadDraft(draftId) {
      const kept = await load<KeptDraft>(`draft:${draftId}`);
      if (kept?.draft.sheet === undefined) return kept?.draft;
      const rows: SheetRow[] = [];
      for (let piece = 0; piece < kept.pieces; piece += 1) {
        const found = await load<readonly SheetRow[]>(pieceKey(draftId, piece));
        if (found === undefined) return undefined;
        rows.push(...found);
      }
      return { ...kept.draft, sheet: { ...kept.draft.sheet, rows } };
    },
    saveReview: (review) => save(`review:${review.draftId}`, review),
    loadReview: (draftId) => load<ListReview>(`review:${draftId}`),
  };
}

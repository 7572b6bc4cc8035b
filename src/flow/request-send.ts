/** What pressing "Send to 3 people" led to. */
export type Requested =
  | { readonly kind: 'accepted'; readonly sendId: string; readonly isNew: boolean }
  /** The draft is gone: nothing was sent, review again. */
  | { readonly kind: 'draft_lost' }
  /** The ledger could not take it: nothing was sent, trying again is safe. */
  | { readonly kind: 'not_recorded' };

/** Commits a reviewed draft as a send. `dedupeKey` is `team:view.id`, so pressing twice is one send. */
export type RequestSend = (draftId: string, dedupeKey: string) => Promise<Requested>;

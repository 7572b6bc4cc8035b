import type { SendOrder } from '../../../core/send/send.ts';

/** A reviewed order between the review view and its confirmation. May be lost; then the person reviews again. */
export interface Draft {
  readonly order: SendOrder;
  readonly responseUrl: string | undefined;
  /** The person has never read the numbers, and they are masked in everything that is shown of the draft. */
  readonly areRecipientsHidden?: boolean;
}

export interface DraftWriter {
  /** Saves a draft; rejects when it could not be saved. */
  save(draftId: string, draft: Draft): Promise<void>;
}

export interface DraftReader {
  /** Gives a draft back; undefined when it was lost or has expired. */
  load(draftId: string): Promise<Draft | undefined>;
}

export type Drafts = DraftWriter & DraftReader;

import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { OptOutScope, OptOutSource } from '../../../../core/rules/opt-out.ts';

export interface OptOut {
  readonly scope: OptOutScope;
  readonly source: OptOutSource;
  readonly at: Date;
  /** The Slack user who entered it; undefined for any other source. */
  readonly by: string | undefined;
}

/** What a failure says of its recipient's wishes; undefined where it says nothing of them. */
export type ReadOptOut = (failure: {
  readonly code: string | undefined;
  readonly text: string | undefined;
}) => { readonly scope: OptOutScope; readonly source: 'report' | 'provider' } | undefined;

/** Gives everybody who says no by the page. @param after the `next` of the page before */
export type ListOptOuts = (
  after: string | undefined,
  limit: number,
) => Promise<{ readonly optOuts: readonly ListedOptOut[]; readonly next: string | undefined }>;

interface ListedOptOut extends OptOut {
  /** Whole where something was sent to it, so that the ledger knows it; otherwise its last four digits. */
  readonly number: string;
  readonly evidence: string | undefined;
}

/** People who said no, by a keyed hash of their number. */
export interface OptOuts {
  /** Those of the numbers that must not get a send of this scope. @param scope `marketing` finds both kinds, `all` only the second */
  findOptOuts(numbers: readonly PhoneNumber[], scope: OptOutScope): Promise<ReadonlyMap<PhoneNumber, OptOut>>;
  /** Saves that these people said no; who said it before stays as they are. @returns how many are new */
  addOptOuts(optOuts: {
    readonly numbers: readonly PhoneNumber[];
    readonly scope: OptOutScope;
    readonly source: OptOutSource;
    readonly by?: string;
    /** The reply, the delivery or the reason that shows it. */
    readonly evidence?: string;
  }): Promise<number>;
  /**
   * Takes it back for one number. A word takes back only what a word or a button said; a person takes back everything.
   *
   * @returns false where nothing was taken back
   */
  liftOptOut(
    number: PhoneNumber,
    by: { readonly source: 'word' | 'person'; readonly actorId?: string },
  ): Promise<boolean>;
}

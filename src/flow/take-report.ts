/** One callback as it came in, before anybody knows what it says. */
export interface RawReport {
  readonly query: URLSearchParams;
  readonly body: string;
  readonly contentType: string | undefined;
}

/**
 * Takes a callback. `taken` covers what is of no use too: nobody wants it again. `not_ours` is for a token that is
 * wrong. Throws when it could not be stored, so that it is sent again.
 */
export type TakeReport = (report: RawReport) => Promise<'taken' | 'not_ours'>;

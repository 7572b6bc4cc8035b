/** What an HTTP status alone says of the message, before the body is looked at. */
export type StatusClass =
  /** Look at the body. */
  | 'taken'
  /** Refused: nothing went out. */
  | 'refused'
  /** Not processed: it may be tried again later. */
  | 'not_processed'
  /** Says neither that it was taken nor that it was refused. */
  | 'unclear';

const REFUSED: ReadonlySet<number> = new Set([400, 401, 402, 403, 404, 405, 411, 413, 414, 415, 422, 424, 431]);
/** 421 is a server that says that the request is not for it; 429 is one that says that it took nothing. */
const NOT_PROCESSED: ReadonlySet<number> = new Set([421, 429]);

/**
 * A status that is not listed is unclear. So are 5xx, 503 with Retry-After among them: a gateway can give one after the
 * message was queued behind it, and Kaleyra has no idempotency key to find out with.
 */
export function classOfStatus(status: number): StatusClass {
  if (status >= 200 && status < 300) return 'taken';
  if (REFUSED.has(status) || (status >= 300 && status < 400)) return 'refused';
  return NOT_PROCESSED.has(status) ? 'not_processed' : 'unclear';
}

import type { SendOutcome } from '../../core/send/delivery/outcome.ts';
import { CERTIFICATE_CODES } from './connection-codes.ts';

/** Our own mistakes: the same request fails the same way again. */
const OWN_MISTAKES: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'ERR_INVALID_URL',
]);
/** Our own time-outs, as undici and AbortSignal call them. */
const TIMEOUTS: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'TimeoutError']);
const TIMEOUT = 'TIMEOUT';
/** Our own name for informational responses without end. */
export const TOO_MANY_1XX = 'TOO_MANY_1XX';
/** Something came back, and it is no HTTP response that can be read. */
const UNCLEAR = /^(HPE_|HTTPParserError$|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_|TOO_MANY_1XX$)/;

/**
 * `TIMEOUT` for our own time-outs, else Node's, OpenSSL's or undici's name for an error; never its message, which may
 * hold addresses or values.
 */
export function errorCodeOf(error: unknown): string {
  const name = nameOf(error);
  return TIMEOUTS.has(name) ? TIMEOUT : name;
}

function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && typeof error.name === 'string' ? error.name : 'UNKNOWN';
}

/** What an error says when not one byte of the request left. */
export function neverSent(code: string): SendOutcome {
  const mayRetry = !(isCertificateProblem(code) || OWN_MISTAKES.has(code));
  return { kind: 'never_sent', code, text: undefined, mayRetry, retryAfterMs: undefined };
}

/** What an error says when the request had begun to leave, or when it is not known whether it had. */
export function lostUnderway(code: string): SendOutcome {
  if (code === TIMEOUT) return { kind: 'unknown', reason: 'no_answer', code, text: undefined };
  const reason = UNCLEAR.test(code) ? 'unclear_answer' : 'connection_lost';
  return { kind: 'unknown', reason, code, text: undefined };
}

/** Whether the other side could not prove who it is; retrying would only hide it. */
export function isCertificateProblem(code: string): boolean {
  return CERTIFICATE_CODES.test(code);
}

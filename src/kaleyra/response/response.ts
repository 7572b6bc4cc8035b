import { MAX_RETRY_AFTER_MS } from '../../core/limits.ts';
import { isSamePhone } from '../../core/recipients/renumbering.ts';
import type { ProviderWarning, SendOutcome } from '../../core/send/delivery/outcome.ts';
import { meaningOf } from '../codes/code-meanings.ts';
import { type Redact, readCode } from '../redact.ts';
import { type ResponseBody, type ResponseEntry, type ResponseError, readResponseBody } from './response-body.ts';
import { classOfStatus } from './status-class.ts';

/** An HTTP response as far as it came. */
export interface KaleyraResponse {
  readonly status: number;
  /** Undefined when it broke off; then `brokenBy` says how. */
  readonly body: string | undefined;
  readonly brokenBy: string | undefined;
  readonly retryAfter: string | undefined;
}

/**
 * Reads what Kaleyra made of a request. `data` shows success, never an absent `error`: the documented success has one. What cannot be read is unknown, never refused: a message may be out behind it.
 *
 * @param recipients digits that the request went to.
 * @param now for a Retry-After that is a date.
 */
export function readResponse(
  response: KaleyraResponse,
  recipients: readonly string[],
  redact: Redact,
  now: Date,
): SendOutcome {
  const body = response.body === undefined ? undefined : readResponseBody(response.body);
  const error: ResponseError = {
    code: readCode(body?.error?.code) ?? `HTTP_${response.status}`,
    text: redact(body?.error?.text ?? ''),
  };
  const statusClass = classOfStatus(response.status);
  if (statusClass === 'taken') return readTaken(response, body, recipients, error, redact);
  if (statusClass === 'unclear' || hasIds(body)) return unclear(error);
  if (statusClass === 'refused') return isServerError(error.code) ? unclear(error) : { kind: 'rejected', ...error };
  return response.body === undefined ? unclear(error) : notProcessed(response, error, now);
}

function readTaken(
  response: KaleyraResponse,
  body: ResponseBody | undefined,
  recipients: readonly string[],
  error: ResponseError,
  redact: Redact,
): SendOutcome {
  if (body === undefined) return unclear({ code: response.brokenBy ?? error.code, text: undefined });
  const entries = withLastMatched(body.entries, recipients);
  const messageIds = messageIdsIn(entries, recipients);
  const refused = refusalsIn({ ...body, entries }, recipients, redact);
  if (messageIds.size > 0 || refused.size > 0) {
    return { kind: 'accepted', messageIds, refused, warning: warningOf(error.text) };
  }
  return !hasIds(body) && isRefusalCode(readCode(body.error?.code)) ? { kind: 'rejected', ...error } : unclear(error);
}

/**
 * WhatsApp itself rewrites some numbers (Mexico, Brazil). With an entry for every recipient, of whom all but one are named,
 * the last entry is the last recipient's: surely when it has a message ID, and as a refusal when it is the same phone. Two
 * that are left could be either's.
 */
function withLastMatched(entries: readonly ResponseEntry[], recipients: readonly string[]): readonly ResponseEntry[] {
  if (entries.length !== recipients.length) return entries;
  const named = new Set(entries.map(({ recipientDigits }) => recipientDigits));
  const [last, ...others] = recipients.filter((digits) => !named.has(digits));
  const entry = entries.find(({ recipientDigits }) => !recipients.includes(recipientDigits));
  if (last === undefined || others.length > 0 || entry === undefined) return entries;
  if (!entry.isTaken && !isSamePhone(entry.recipientDigits, last)) return entries;
  return entries.map((one) => (one === entry ? { ...one, recipientDigits: last } : one));
}

function messageIdsIn(entries: readonly ResponseEntry[], recipients: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { recipientDigits, messageId } of entries) {
    if (messageId !== undefined && recipients.includes(recipientDigits) && !ids.has(recipientDigits)) {
      ids.set(recipientDigits, messageId);
    }
  }
  return ids;
}

function refusalsIn({ entries, errorsByDigits }: ResponseBody, recipients: readonly string[], redact: Redact) {
  const taken = new Set(entries.filter(({ isTaken }) => isTaken).map(({ recipientDigits }) => recipientDigits));
  const refused = new Map<string, { readonly code: string | undefined; readonly text: string }>();
  const refuse = (digits: string, code: string | undefined, text: string | undefined) => {
    if (!recipients.includes(digits) || taken.has(digits) || refused.has(digits)) return;
    refused.set(digits, { code: readCode(code), text: redact(text ?? '') ?? 'Refused without a reason.' });
  };
  for (const { recipientDigits, error } of entries) {
    if (error !== undefined) refuse(recipientDigits, error.code, error.text);
  }
  for (const [number, reason] of errorsByDigits) refuse(number.replace('+', ''), undefined, reason);
  return refused;
}

function warningOf(text: string | undefined): ProviderWarning | undefined {
  if (text === undefined) return undefined;
  return { kind: /white[\s-]?list/i.test(text) ? 'callback_not_allowed' : 'other', text };
}

/** Any trace that a message was made, even for a number that was not asked for. */
function hasIds(body: ResponseBody | undefined): boolean {
  return body !== undefined && (body.batchId !== undefined || body.entries.some(({ isTaken }) => isTaken));
}

/** A code that Kaleyra is known to refuse with; one that is not known proves nothing. */
function isRefusalCode(code: string | undefined): boolean {
  return code !== undefined && /^(E\d{3,6}|RBC\d{3}|WAV\d{4}|WA4\d\d)$/.test(code) && !isServerError(code);
}

/** `WA500`, and the `E5…`, `E408`, `E409` and `E425` that Kaleyra would build from HTTP's: they may come after a yes. */
function isServerError(code: string | undefined): boolean {
  return code !== undefined && /^(WA5\d\d|E5\d\d|E408|E409|E425)$/.test(code);
}

function unclear({ code, text }: ResponseError): SendOutcome {
  return { kind: 'unknown', reason: 'unclear_answer', code, text };
}

function notProcessed({ status, retryAfter }: KaleyraResponse, { code, text }: ResponseError, now: Date): SendOutcome {
  return {
    kind: 'never_sent',
    code: code ?? `HTTP_${status}`,
    text,
    // Waiting does not fix a wrong account, an empty balance or the account's daily limit.
    mayRetry: code === undefined || meaningOf(code)?.stopsAccount === undefined,
    retryAfterMs: readRetryAfter(retryAfter, now),
  };
}

/** Seconds or an HTTP date, as RFC 9110 §10.2.3 has it: one begins with its weekday. */
function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  const isSeconds = /^\d+$/.test(text);
  // `Date.parse` finds a date in nearly everything: in `-5` it is May 2001.
  if (!isSeconds && !/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const ms = isSeconds ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

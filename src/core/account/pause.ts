import { meaningOf } from '../explanations/code-meanings.ts';
import { CERTIFICATE_CODE } from '../explanations/connection-codes.ts';
import type { SendOutcome } from '../send/outcome.ts';

/** Sending that stopped for the whole account, because the provider refuses all of it or asked to wait. */
export interface Pause {
  readonly id: string;
  /** `refused`: until it is resumed. `asked_to_wait`: until `endsAt`. */
  readonly kind: 'refused' | 'asked_to_wait';
  readonly code: string;
  readonly beganAt: Date;
  /** Undefined while nobody has resumed it. */
  readonly endsAt: Date | undefined;
  /** The Slack user who resumed it, or {@link RESUMED_BY_PROBE}. */
  readonly resumedBy: string | undefined;
}

/** What an answer says of the account, beyond the batch that it answers. */
export type PauseCause =
  | { readonly kind: 'refused'; readonly code: string; readonly mayProbe: boolean }
  | { readonly kind: 'asked_to_wait'; readonly code: string; readonly afterMs: number };

/** Stands for the free request that showed that the account is taken again. */
export const RESUMED_BY_PROBE = 'probe';

/** Codes with which every further send of the account would be refused too: wrong account, no balance, limit of the day. */
const ACCOUNT_CODES: ReadonlySet<string> = new Set(['RBC001', 'E110', 'WAV2101', 'HTTP_401', 'HTTP_402', 'HTTP_403']);
/** A free request is refused for these as well, so it can tell when they are fixed. A balance it cannot see. */
const PROBED_CODES: ReadonlySet<string> = new Set(['RBC001', 'HTTP_401']);
const BUSY_CODES: ReadonlySet<string> = new Set(['HTTP_429', '429']);
const DEFAULT_WAIT_MS = 30_000;

/**
 * Whether an answer stops the account.
 *
 * @param waitMs how long the batch itself waits for its next try, when it does.
 */
export function pauseCauseOf(outcome: SendOutcome, waitMs: number | undefined): PauseCause | undefined {
  switch (outcome.kind) {
    case 'rejected':
      return refusalOf(outcome.code);
    case 'accepted':
      return [...outcome.refused.values()].map(({ code }) => refusalOf(code)).find((cause) => cause !== undefined);
    case 'never_sent':
      return refusalOf(outcome.code) ?? busyOf(outcome, waitMs);
    case 'unknown':
      return undefined;
  }
}

function refusalOf(code: string | undefined): PauseCause | undefined {
  if (code === undefined) return undefined;
  const isCertificate = meaningOf(code) === CERTIFICATE_CODE;
  if (!(isCertificate || ACCOUNT_CODES.has(code))) return undefined;
  return { kind: 'refused', code, mayProbe: isCertificate || PROBED_CODES.has(code) };
}

function busyOf(
  { code, retryAfterMs }: Extract<SendOutcome, { kind: 'never_sent' }>,
  waitMs: number | undefined,
): PauseCause | undefined {
  if (retryAfterMs === undefined && !BUSY_CODES.has(code)) return undefined;
  return { kind: 'asked_to_wait', code, afterMs: waitMs ?? retryAfterMs ?? DEFAULT_WAIT_MS };
}

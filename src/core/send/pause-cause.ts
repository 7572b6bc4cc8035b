import type { MeaningOf } from '../explanations/code-meaning.ts';
import { DEFAULT_PAUSE_MS } from '../limits.ts';
import type { SendOutcome } from './delivery/outcome.ts';

/** Why a response pauses the whole account, not only its batch. */
export type PauseCause =
  | { readonly kind: 'refused'; readonly code: string; readonly mayProbe: boolean }
  | { readonly kind: 'asked_to_wait'; readonly code: string; readonly afterMs: number };

/**
 * Whether a response pauses the account.
 *
 * @param waitMs how long the batch itself waits for its next try, when it does.
 * @param meaningOf says which codes stop an account.
 * @returns why the account is paused, or undefined when it is not.
 */
export function pauseCauseOf(
  outcome: SendOutcome,
  waitMs: number | undefined,
  meaningOf: MeaningOf,
): PauseCause | undefined {
  switch (outcome.kind) {
    case 'rejected':
      return refusalOf(outcome.code, meaningOf);
    case 'accepted':
      return [...outcome.refused.values()]
        .map(({ code }) => refusalOf(code, meaningOf))
        .find((cause) => cause !== undefined);
    case 'never_sent':
      return refusalOf(outcome.code, meaningOf) ?? waitOf(outcome, waitMs, meaningOf);
    case 'unknown':
      return undefined;
  }
}

function refusalOf(code: string | undefined, meaningOf: MeaningOf): PauseCause | undefined {
  const stops = code === undefined ? undefined : meaningOf(code)?.stopsAccount;
  if (code === undefined || stops === undefined) return undefined;
  return { kind: 'refused', code, mayProbe: stops === 'until_probed' };
}

function waitOf(
  { code, retryAfterMs }: Extract<SendOutcome, { kind: 'never_sent' }>,
  waitMs: number | undefined,
  meaningOf: MeaningOf,
): PauseCause | undefined {
  if (retryAfterMs === undefined && meaningOf(code)?.asksToWait !== true) return undefined;
  return { kind: 'asked_to_wait', code, afterMs: waitMs ?? retryAfterMs ?? DEFAULT_PAUSE_MS };
}

import type { CodeMeaning, MeaningOf } from '../explanations/code-meaning.ts';
import type { DeliveryFailure } from '../explanations/failure.ts';
import { BREAKER_MIN_FAILURES, BREAKER_MIN_SHARE } from '../limits.ts';

/** How a row ended; one that is on its way, or arrived, has no failure. */
export interface RowOutcome {
  readonly failure: DeliveryFailure | undefined;
}

/** A person's word, and a process that died: neither says how the next row would end. After a crash a list goes on by itself. */
const SAYS_NOTHING: ReadonlySet<DeliveryFailure['reason']> = new Set(['manual_report', 'interrupted']);

/**
 * Whether a list should be paused, because so many of its latest rows ended for one reason that is not their recipients'. What
 * stops the whole account is left to the account's own pause.
 *
 * @param outcomes of the rows that left last, as many as are looked at
 * @returns the code, or the reason where there is no code; undefined when the list may go on
 */
export function breakerReason(outcomes: readonly RowOutcome[], meaningOf: MeaningOf): string | undefined {
  const reasons = outcomes.flatMap(({ failure }) => (failure === undefined ? [] : countedReason(failure, meaningOf)));
  const enough = Math.max(BREAKER_MIN_FAILURES, outcomes.length * BREAKER_MIN_SHARE);
  const found = [...Map.groupBy(reasons, (reason) => reason)].find(([, same]) => same.length >= enough);
  return found?.[0];
}

function countedReason({ code, reason }: DeliveryFailure, meaningOf: MeaningOf): readonly string[] {
  if (SAYS_NOTHING.has(reason)) return [];
  const meaning = code === undefined ? undefined : meaningOf(code);
  return meaning !== undefined && isCountedElsewhere(meaning) ? [] : [code ?? reason];
}

/** The recipient's own, which says nothing of the next one; or the account's. A code that no list has may be anything. */
function isCountedElsewhere({ fixableBy, stopsAccount }: CodeMeaning): boolean {
  return fixableBy === 'recipient' || fixableBy === 'nobody' || stopsAccount !== undefined;
}

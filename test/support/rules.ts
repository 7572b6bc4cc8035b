import type { AskRules } from '../../src/flow/rules/ask-rules.ts';
import type { CheckRules } from '../../src/flow/rules/check-rules.ts';
import type { AskedInReview } from '../../src/flow/rules/confirm-rules.ts';
import type { DecideSend } from '../../src/flow/rules/decide-send.ts';
import type { RequestedSend } from '../../src/flow/send/request-send.ts';

const RULES = { policyHash: undefined, optOutScope: 'all', keepsQuietHours: false } as const;

/** A bot without a policy. */
export const NO_POLICY: AskRules = async () => ({
  kind: 'allowed',
  rules: RULES,
  mayBreakGlass: false,
  sentences: [],
});

export const NO_CHECKS: CheckRules = async () => ({
  kind: 'allowed',
  said: { approval: [], mayBreakGlass: false },
  rules: RULES,
});

/** A review that said nothing of rules. */
export const NOTHING_SAID: AskedInReview = { isApprovalShown: false, breakGlassReason: undefined };

/** A review that said nothing of rules, confirmed. */
export function requested(draftId: string, dedupeKey: string, actorId: string, seenUntil?: Date): RequestedSend {
  return { draftId, dedupeKey, actorId, seenUntil, asked: NOTHING_SAID };
}

/** Of a workspace where nothing ever waited for approval. */
export const NOTHING_TO_DECIDE: DecideSend = {
  approve: async () => ({ kind: 'not_found' }),
  decline: async () => ({ kind: 'not_found' }),
  review: async () => ({ kind: 'not_found' }),
};

/** Nothing waits for the end of quiet hours. */
export const NO_QUIET_HOURS = () => [];

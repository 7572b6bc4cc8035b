import { formatCount } from '../../core/format.ts';
import { MAX_SUBMISSION_MS } from '../../core/limits.ts';
import type { RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import { quotaSentence } from '../../core/rules/quota-sentence.ts';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { Log } from '../ports/log.ts';
import { CommitOutcomeUnknown } from '../ports/store/accept-send.ts';
import type { ConfirmResult, PlanConfirmation, PlanConfirmer } from '../ports/store/lists/plans.ts';
import type { AskRules } from '../rules/ask-rules.ts';
import { type AskedInReview, confirmRules } from '../rules/confirm-rules.ts';
import { acceptOrFind } from '../send/accept-or-find.ts';
import { cardsOf } from '../send/request-send.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** What confirming a list led to. */
type Confirmed =
  | Exclude<ConfirmResult, { kind: 'over_quota' }>
  /** By the rules as they are now it may not be sent, or it would pass one of today's quotas: it stays a plan. */
  | { readonly kind: 'refused' | 'over_quota'; readonly sentence: string }
  /** What the rules say is not what the person was shown, so they have to see it first. */
  | { readonly kind: 'rules_changed'; readonly said: RulesSaid }
  /** The ledger could not save it: nothing was sent, and pressing again in the same view cannot send twice. */
  | { readonly kind: 'not_saved' }
  /** The ledger did not answer and may have saved it; pressing again in the same view tells, and cannot send twice. */
  | { readonly kind: 'uncertain' };

/** A person confirms a reviewed list, for now or for a time. Pressing twice is one send. Never rejects. */
export type ConfirmList = (
  confirmation: Omit<PlanConfirmation, 'cards' | 'repeatGuard' | 'rules'> & {
    /** Where the command was run. */
    readonly channelId: string;
    /** The newest list that says the same and that the person said yes to; undefined when none was shown. */
    readonly seenUntil: Date | undefined;
    readonly template: RuledTemplate;
    /** How many people it is for. */
    readonly recipients: number;
    readonly asked: AskedInReview;
  },
) => Promise<Confirmed>;

interface Needs {
  readonly plans: PlanConfirmer;
  readonly askRules: AskRules;
  readonly auditChannel: string | undefined;
  /** How long ago a list that says the same may have been confirmed to be mentioned, in milliseconds. */
  readonly repeatWindowMs: number;
  /** The ledger has new work. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

export function createConfirmList(needs: Needs): ConfirmList {
  return async (given) => {
    const confirmed = await withTimeout(MAX_SUBMISSION_MS, confirmByRules(needs, given));
    if (confirmed.kind === 'done') return confirmed.value;
    needs.log.warn({}, 'the ledger is slow to confirm a list');
    return { kind: 'uncertain' };
  };
}

async function confirmByRules(needs: Needs, given: Parameters<ConfirmList>[0]): Promise<Confirmed> {
  const { asked, channelId, recipients, seenUntil, template, ...confirmation } = given;
  const { actorId } = confirmation;
  const ruled = await confirmRules(needs, { actorId, channelId, template, recipients: { length: recipients } }, asked);
  if (ruled.kind !== 'confirmed') return ruled;
  const { rules } = ruled;
  const cards = cardsOf(channelId, needs.auditChannel, rules);
  const repeatGuard = { withinMs: needs.repeatWindowMs, seenUntil };
  const result = await confirm(needs, { ...confirmation, cards, repeatGuard, rules });
  if (result.kind !== 'over_quota') return result;
  return { kind: 'over_quota', sentence: quotaSentence(result.shortage, `this list has ${formatCount(recipients)}`) };
}

async function confirm(
  needs: Needs,
  confirmation: PlanConfirmation,
): Promise<ConfirmResult | Extract<Confirmed, { kind: 'not_saved' | 'uncertain' }>> {
  const { planId, actorId, dueAt } = confirmation;
  try {
    const result = await acceptOrFind(needs.plans.confirm, confirmation);
    needs.log.info({ planId, actorId, dueAt, result: result.kind }, 'list confirmed');
    if (result.kind === 'accepted') needs.wakeAll();
    return result;
  } catch (error) {
    needs.log.error({ planId, err: error }, 'list not confirmed');
    return { kind: error instanceof CommitOutcomeUnknown ? 'uncertain' : 'not_saved' };
  }
}

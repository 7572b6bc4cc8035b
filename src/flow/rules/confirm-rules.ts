import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { SendRules } from '../../core/rules/send-rules.ts';
import { askInTime, type CheckedSend, saidBy } from './check-rules.ts';

/** What a person saw of the rules in a review, and chose there. */
export interface AskedInReview {
  /** Whether the review said that others have to approve it. */
  readonly isApprovalShown: boolean;
  /** Why it leaves before that; undefined where it waits. */
  readonly breakGlassReason: string | undefined;
}

/** What the rules say of a send at the moment in which it is confirmed. */
export type RulesConfirmed =
  | { readonly kind: 'confirmed'; readonly rules: SendRules }
  | { readonly kind: 'refused'; readonly sentence: string }
  /** The review said something else: the person has to see this first. */
  | { readonly kind: 'rules_changed'; readonly said: RulesSaid };

/** Asks the rules again, because they may have changed since the review. The ledger looks at the quotas. Never rejects. */
export async function confirmRules(
  needs: Parameters<typeof askInTime>[0],
  {
    actorId,
    channelId,
    recipients,
    template,
  }: Omit<CheckedSend, 'recipients' | 'what' | 'teamId'> & {
    readonly recipients: { readonly length: number };
  },
  { breakGlassReason, isApprovalShown }: AskedInReview,
): Promise<RulesConfirmed> {
  const answer = await askInTime(needs, { actorId, channelId, template, recipients: recipients.length });
  if (answer.kind === 'refused') return answer;
  const { mayBreakGlass, rules } = answer;
  const needsApproval = rules.approval !== undefined;
  const mayLeaveNow = breakGlassReason === undefined || mayBreakGlass;
  if (needsApproval !== isApprovalShown || (needsApproval && !mayLeaveNow))
    return { kind: 'rules_changed', said: saidBy(answer) };
  if (breakGlassReason === undefined || !needsApproval) return { kind: 'confirmed', rules };
  return { kind: 'confirmed', rules: { ...rules, breakGlass: { reason: breakGlassReason } } };
}

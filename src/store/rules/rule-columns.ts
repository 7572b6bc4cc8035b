import type { SendRules } from '../../core/rules/send-rules.ts';
import type { HoldReason } from '../../core/send/send-state.ts';

/** Why a send is held that others have yet to agree to. */
export const NEEDS_APPROVAL: HoldReason = 'needs_approval';

/** What a send remembers of the rules that it was confirmed under, for the claim. */
export function ruleColumnsOf(rules: SendRules | undefined) {
  return {
    policy_hash: rules?.policyHash ?? null,
    opt_out_scope: rules?.optOutScope ?? null,
    quiet_hours: rules?.keepsQuietHours === true ? ('kept' as const) : null,
    quota_day: rules?.quotas?.day ?? null,
    break_glass_reason: rules?.breakGlass?.reason ?? null,
  };
}

/** Whether a send waits for others before it leaves. */
export function waitsForApproval(rules: SendRules | undefined): boolean {
  return rules?.approval !== undefined && rules.breakGlass === undefined;
}

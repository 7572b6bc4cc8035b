import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Mode } from '../../core/rules/mode.ts';
import { judge } from '../../core/rules/policy/judge.ts';
import type { Policy } from '../../core/rules/policy/policy.ts';
import { keepsQuietHours } from '../../core/rules/policy/template-kind.ts';
import { minutesUntilOpen } from '../../core/rules/quiet-hours.ts';
import type { HoldReason } from '../../core/send/send-state.ts';
import type { KnownRoles, LocalMinutes, RuleBook } from '../ports/rules.ts';
import type { ClaimRules, JudgedSend } from '../ports/store/rules/claim-rules.ts';

interface Needs {
  readonly mode: Mode;
  readonly teamNumbers: readonly PhoneNumber[];
  readonly ruleBook: RuleBook;
  readonly knownRoles: KnownRoles;
  readonly localMinutes: LocalMinutes;
}

const MINUTE_MS = 60_000;

/** Plugs the policy in force into the claim. With no policy each answer costs nothing. */
export function createClaimRules({ mode, teamNumbers, ruleBook, knownRoles, localMinutes }: Needs): ClaimRules {
  const waits = createWaits(localMinutes);
  return {
    mode,
    teamNumbers,
    policyHash: () => ruleBook.current()?.hash,
    judge: (send) => whyHeld(ruleBook.current(), send, knownRoles),
    keepsQuietHours: ({ category, isAwaited, template }) =>
      !isAwaited && keepsQuietHours(ruleBook.current(), { name: template, category }),
    quietUntil(region, now) {
      const policy = ruleBook.current();
      if (policy?.quietHours === undefined) return undefined;
      const minute = Math.floor(now.getTime() / MINUTE_MS);
      const wait = waits(policy, region, minute);
      return wait === 0 ? undefined : new Date((minute + wait) * MINUTE_MS);
    },
  };
}

/** A policy that changed after the yes counts. While roles are not known it is held, and judged again once they are. */
function whyHeld(policy: Policy | undefined, send: JudgedSend, knownRoles: KnownRoles): HoldReason | undefined {
  if (policy === undefined || policy.hash === send.policyHash) return undefined;
  const judgement = judge(policy, send, knownRoles);
  if (judgement === 'leaves') return undefined;
  return judgement === 'roles_unknown' ? 'approval_missing' : judgement;
}

/** Remembers the answers of this minute: a list asks for the same country thousands of times. */
function createWaits(localMinutes: LocalMinutes) {
  const known = new Map<string, number>();
  let knownFor = '';
  return (policy: Policy, region: string | undefined, minute: number): number => {
    if (policy.quietHours === undefined) return 0;
    const now = `${policy.hash} ${minute}`;
    if (now !== knownFor) known.clear();
    knownFor = now;
    const key = region ?? '';
    const wait =
      known.get(key) ??
      minutesUntilOpen(policy.quietHours, localMinutes(region, policy.timeZone, new Date(minute * MINUTE_MS)));
    known.set(key, wait);
    return wait;
  };
}

import type { TemplateCategory } from '../../template/template.ts';
import { matchesAny } from './glob.ts';
import type { Policy, Rule, RuleMatch } from './policy.ts';
import { categoriesOf, isIncident } from './template-kind.ts';

/** One send, as the rules look at it. */
export interface RuleQuestion {
  readonly template: string;
  /** Undefined for a template that is not in the catalogue; it counts as every category. */
  readonly category: TemplateCategory | undefined;
  readonly channelId: string;
  readonly recipients: number;
  /** The roles of the person who sends. */
  readonly roles: ReadonlySet<string>;
}

/** People who have to agree before a send leaves. */
export interface ApprovalNeed {
  /** One of these roles. */
  readonly by: readonly string[];
  readonly count: number;
  /** The rule that asks for it, by its number. */
  readonly rule: number;
}

export type Verdict =
  /** It may leave, once each of these needs is met; at once where there are none. */
  | { readonly kind: 'allowed'; readonly needs: readonly ApprovalNeed[]; readonly mayBreakGlass: boolean }
  /** Which rule says no, and whom it asks for: the roles that may, or those that may not. */
  | {
      readonly kind: 'refused';
      readonly rule: number;
      readonly because: 'not_allowed' | 'denied';
      readonly roles: readonly string[];
    };

/** In `allow` and `deny`: whoever may use the bot at all. */
export const EVERYONE = 'everyone';

/**
 * What the policy says of a send. All rules that match apply: one `deny` wins, each `allow` has to be met, and approvals add
 * up to the strictest. What no rule speaks of is free.
 */
export function decide(policy: Policy, question: RuleQuestion): Verdict {
  const matching = policy.rules.filter(({ match }) => matches(policy, match, question));
  for (const { deny, number } of matching) {
    const roles = deny?.filter((role) => isOneOf([role], question)) ?? [];
    if (roles.length > 0) return { kind: 'refused', rule: number, because: 'denied', roles };
  }
  for (const { allow, number } of matching) {
    if (allow !== undefined && !isOneOf(allow, question))
      return { kind: 'refused', rule: number, because: 'not_allowed', roles: allow };
  }
  const needs = strictestNeeds(matching);
  return { kind: 'allowed', needs, mayBreakGlass: needs.length > 0 && isOnCall(policy, question) };
}

function matches(policy: Policy, match: RuleMatch, question: RuleQuestion): boolean {
  const { templates, categories, channels, recipientsOver } = match;
  const template = { name: question.template, category: question.category };
  return (
    (templates === undefined || matchesAny(templates, template.name)) &&
    (categories === undefined || categoriesOf(policy, template).some((one) => categories.includes(one))) &&
    (channels === undefined || channels.includes(question.channelId)) &&
    (recipientsOver === undefined || question.recipients > recipientsOver)
  );
}

function isOneOf(roles: readonly string[], { roles: own }: RuleQuestion): boolean {
  return roles.some((role) => role === EVERYONE || own.has(role));
}

/** One need for each set of roles, with the highest count that a rule asks of it. */
function strictestNeeds(rules: readonly Rule[]): readonly ApprovalNeed[] {
  const needs = new Map<string, ApprovalNeed>();
  for (const { approve, number } of rules) {
    if (approve === undefined) continue;
    const key = rolesKey(approve.by);
    const before = needs.get(key);
    if (before === undefined || before.count < approve.count) needs.set(key, { ...approve, rule: number });
  }
  return [...needs.values()];
}

function isOnCall(policy: Policy, { template: name, category, roles }: RuleQuestion): boolean {
  const { breakGlassRole } = policy;
  return breakGlassRole !== undefined && roles.has(breakGlassRole) && isIncident(policy, { name, category });
}

function rolesKey(roles: readonly string[]): string {
  return [...new Set(roles)].sort().join('\n');
}

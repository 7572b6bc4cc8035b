import type { RuleQuestion } from '../../src/core/rules/policy/decide.ts';
import type { Policy } from '../../src/core/rules/policy/policy.ts';
import { readPolicy } from '../../src/files/policy/read-policy.ts';

/** The policy of a text in YAML; throws what is wrong with it. */
export function policyOf(text: string, file = 'policy.yml'): Policy {
  const read = readPolicy(text, file);
  if (!read.ok) throw new Error(read.failure.join('\n'));
  return read.value;
}

export const ROLES = 'roles: { agent: [U0ASHA, U0ARUN], lead: [U0CARLA, U0DEV], admin: [U0EMMA], on_call: [U0BEN] }';

/** A message to one person by an agent, and what is different about it. */
export function question(
  difference: Partial<Omit<RuleQuestion, 'roles'>> & { readonly roles?: readonly string[] } = {},
) {
  const { roles = ['agent'], ...rest } = difference;
  return {
    template: 'booking_confirm',
    category: 'UTILITY',
    channelId: 'C0SUPPORT',
    recipients: 1,
    roles: new Set(roles),
    ...rest,
  } as const satisfies RuleQuestion;
}

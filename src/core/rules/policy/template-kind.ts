import type { TemplateCategory } from '../../template/template.ts';
import type { OptOutScope } from '../opt-out.ts';
import { matchesAny } from './glob.ts';
import type { Policy } from './policy.ts';

/** A template, as the rules look at it. */
export interface RuledTemplate {
  readonly name: string;
  /** Undefined for a template that is not in the catalogue. */
  readonly category: TemplateCategory | undefined;
}

const EVERY_CATEGORY: readonly TemplateCategory[] = ['AUTHENTICATION', 'MARKETING', 'UTILITY'];

/**
 * What a template counts as. One that is not in the catalogue counts as everything, because sending by name must not get past a
 * rule; one that the policy calls marketing counts as that too.
 */
export function categoriesOf(
  policy: Policy | undefined,
  { name, category }: RuledTemplate,
): readonly TemplateCategory[] {
  if (category === undefined) return EVERY_CATEGORY;
  const isMarketing = policy !== undefined && matchesAny(policy.marketingTemplates, name);
  return isMarketing && category !== 'MARKETING' ? [category, 'MARKETING'] : [category];
}

/** Whose opt-outs keep it from leaving: marketing is kept from everybody who said no to anything. */
export function optOutScopeOf(policy: Policy | undefined, template: RuledTemplate): OptOutScope {
  return categoriesOf(policy, template).includes('MARKETING') ? 'marketing' : 'all';
}

/** Whether it tells of an incident: such templates keep no quiet hours. */
export function isIncident(policy: Policy, { name }: RuledTemplate): boolean {
  return matchesAny(policy.incidentTemplates, name);
}

/** Whether it waits where it is night. */
export function keepsQuietHours(policy: Policy | undefined, template: RuledTemplate): boolean {
  if (policy?.quietHours === undefined || isIncident(policy, template)) return false;
  const { categories } = policy.quietHours;
  return categoriesOf(policy, template).some((category) => categories.includes(category));
}

import { dayLimits, type Mode } from '../../core/rules/mode.ts';
import { type ApprovalNeed, decide, type RuleQuestion, type Verdict } from '../../core/rules/policy/decide.ts';
import { explainVerdict, type Names, whyNeeded } from '../../core/rules/policy/explain.ts';
import type { Policy } from '../../core/rules/policy/policy.ts';
import { keepsQuietHours, optOutScopeOf, type RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import { quotaDay } from '../../core/rules/quota-day.ts';
import type { ApprovalTerms, SendRules } from '../../core/rules/send-rules.ts';
import type { NamePeople, RoleFinder, RuleBook } from '../ports/rules.ts';

/** What a person wants to send, as far as the rules ask. */
export interface RulesQuestion {
  readonly actorId: string;
  readonly template: RuledTemplate;
  readonly channelId: string;
  readonly recipients: number;
}

export type RulesAnswer =
  | {
      readonly kind: 'allowed';
      /** Goes into the statement that accepts the send, as it stands. */
      readonly rules: SendRules;
      /** Whether it may leave before it is approved, with a reason. */
      readonly mayBreakGlass: boolean;
      /** One for each approval that is needed, with the rule that asks for it. */
      readonly sentences: readonly string[];
    }
  | {
      readonly kind: 'refused';
      /** A rule says no, Slack did not say who has which role, or no one is left who may approve it. */
      readonly why: 'rule' | 'roles_unknown' | 'no_approvers';
      /** In the person's own terms: which rule says no, and whom to ask. */
      readonly sentence: string;
    };

/**
 * Asks the policy in force of one send. With no policy everything is allowed, and nothing is asked of Slack; the team mode has
 * a limit for a day all the same.
 */
export type AskRules = (question: RulesQuestion) => Promise<RulesAnswer>;

/** Which rule keeps a template from being offered. */
interface NotOffered {
  readonly rule: number;
  /** The name of the policy's file. */
  readonly file: string;
}

/**
 * Asks why templates are not offered to a person in a channel.
 *
 * @returns a function that says it of one template, undefined for one that is offered; undefined where every template is offered
 */
export type WhyNotOffered = (
  actorId: string,
  channelId: string,
) => Promise<((template: RuledTemplate) => NotOffered | undefined) | undefined>;

interface Needs {
  /** Left out, it is live. */
  readonly mode?: Mode;
  readonly ruleBook: RuleBook;
  readonly roles: RoleFinder;
  readonly namePeople: NamePeople;
  readonly now: () => Date;
}

const ROLES_UNKNOWN = 'Slack could not say which groups you are in. Try again in a minute.';
const APPROVERS_UNKNOWN = 'Slack could not say who may approve this. Try again in a minute.';

export function createAskRules(needs: Needs): AskRules {
  const { ruleBook, roles } = needs;
  return async (question) => {
    const policy = ruleBook.current();
    const { actorId, template } = question;
    const optOutScope = optOutScopeOf(policy, template);
    if (policy === undefined) {
      const rules = { policyHash: undefined, optOutScope, keepsQuietHours: false, ...quotasOf(needs, policy) };
      return { kind: 'allowed', rules, mayBreakGlass: false, sentences: [] };
    }
    const own = await roles.rolesOf(actorId);
    if (own === undefined) return { kind: 'refused', why: 'roles_unknown', sentence: ROLES_UNKNOWN };
    const asked = ruleQuestion(question, own);
    const verdict = decide(policy, asked);
    if (verdict.kind === 'refused') return refusal(needs, policy, asked, verdict, actorId);
    const people = await approversOf(roles, verdict.needs, actorId);
    if (people === undefined) return { kind: 'refused', why: 'roles_unknown', sentence: APPROVERS_UNKNOWN };
    const short = verdict.needs.find(({ count }, at) => (people[at]?.length ?? 0) < count);
    if (short !== undefined) return { kind: 'refused', why: 'no_approvers', sentence: tooFew(policy, short) };
    const approval = termsOf(policy, verdict.needs, people);
    const rules: SendRules = {
      policyHash: policy.hash,
      optOutScope,
      keepsQuietHours: keepsQuietHours(policy, template),
      ...quotasOf(needs, policy),
      ...(approval && { approval }),
    };
    const names = await namesOf(needs, people.flat());
    const sentences =
      approval === undefined
        ? []
        : explainVerdict(verdict, { policy, question: asked, names: peopleBy(verdict.needs, people, names) });
    return { kind: 'allowed', rules, mayBreakGlass: verdict.mayBreakGlass, sentences };
  };
}

/** Left out where nothing is limited. */
function quotasOf({ mode = 'live', now }: Needs, policy: Policy | undefined): Pick<SendRules, 'quotas'> {
  const limits = dayLimits(mode, policy?.quotas ?? {});
  if (Object.keys(limits).length === 0) return {};
  return { quotas: { day: quotaDay(now(), policy?.timeZone ?? 'UTC'), limits } };
}

/**
 * Says which templates a person may send in a channel at all, to one recipient. While Slack does not say the person's groups, all
 * are offered: the review asks again.
 */
export function createWhyNotOffered(needs: Pick<Needs, 'ruleBook' | 'roles'>): WhyNotOffered {
  return async (actorId, channelId) => {
    const policy = needs.ruleBook.current();
    const own = policy === undefined ? undefined : await needs.roles.rolesOf(actorId);
    if (policy === undefined || own === undefined) return undefined;
    return (template) => {
      const asked = ruleQuestion({ actorId, template, channelId, recipients: 1 }, own);
      const verdict = decide(policy, asked);
      return verdict.kind === 'refused' ? { rule: verdict.rule, file: policy.file } : undefined;
    };
  };
}

function ruleQuestion({ template, channelId, recipients }: RulesQuestion, roles: ReadonlySet<string>): RuleQuestion {
  return { template: template.name, category: template.category, channelId, recipients, roles };
}

async function refusal(
  needs: Needs,
  policy: Policy,
  question: RuleQuestion,
  verdict: Extract<Verdict, { kind: 'refused' }>,
  actorId: string,
): Promise<RulesAnswer> {
  const found = verdict.because === 'not_allowed' ? await needs.roles.membersOf(verdict.roles) : undefined;
  const people = (found ?? []).filter((id) => id !== actorId);
  const names = await namesOf(needs, people);
  const named = people.flatMap((id) => names.get(id) ?? []);
  const [sentence = ''] = explainVerdict(verdict, {
    policy,
    question,
    names: { people: () => (named.length === people.length ? named : undefined) },
  });
  return { kind: 'refused', why: 'rule', sentence };
}

/** Who may approve, for each need; undefined when Slack could not be asked. The person who sends never may. */
async function approversOf(
  roles: RoleFinder,
  needs: readonly ApprovalNeed[],
  actorId: string,
): Promise<readonly (readonly string[])[] | undefined> {
  const found = await Promise.all(needs.map(({ by }) => roles.membersOf(by)));
  const known = found.filter((people) => people !== undefined);
  return known.length < found.length ? undefined : known.map((people) => people.filter((id) => id !== actorId));
}

function termsOf(
  policy: Policy,
  needs: readonly ApprovalNeed[],
  people: readonly (readonly string[])[],
): ApprovalTerms | undefined {
  if (needs.length === 0) return undefined;
  return {
    needs: needs.map((need) => ({ ...need, because: whyNeeded(need, { policy }) })),
    approvers: [...new Set(people.flat())],
  };
}

function tooFew({ file }: Policy, { by, count, rule }: ApprovalNeed): string {
  const asked = count === 1 ? 'one of' : `${count} of`;
  return `This has to be approved by ${asked} ${by.join(', ')}, and too few people are left beside you. Ask whoever looks after ${file} to name more (${file}, rule ${rule}).`;
}

/** More than these are never named in a sentence, so Slack is not asked. */
const MAX_ASKED = 6;

async function namesOf({ namePeople }: Needs, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const once = [...new Set(people)];
  return once.length === 0 || once.length > MAX_ASKED ? new Map() : namePeople(once);
}

function peopleBy(
  needs: readonly ApprovalNeed[],
  people: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): Names {
  return {
    people(roles) {
      const ids = people[needs.findIndex(({ by }) => by === roles)] ?? [];
      const named = ids.flatMap((id) => names.get(id) ?? []);
      return named.length === ids.length ? named : undefined;
    },
  };
}

import { formatCount, formatPeople } from '../../format.ts';
import type { ApprovalNeed, RuleQuestion, Verdict } from './decide.ts';
import { EVERYONE } from './decide.ts';
import type { Policy, Rule } from './policy.ts';

/** How people and channels are called where the sentence is read: by a name, or by a mention such as `<@U0CARLA>`. */
export interface Names {
  /** The people who have one of the roles, without the person who asks; undefined or empty where they are not known. */
  readonly people?: (roles: readonly string[]) => readonly string[] | undefined;
  /** `#support`; left out, the channel is called "this channel". */
  readonly channel?: (channelId: string) => string;
}

interface Asked {
  readonly policy: Policy;
  readonly question: Pick<RuleQuestion, 'template' | 'category' | 'channelId' | 'recipients'>;
  readonly names?: Names;
}

/** So many people are named; of more, their role is. */
const MAX_NAMED = 3;

/** What the rules say of a send: a sentence for each need, or the one that says why it does not leave. Without markup of its own. */
export function explainVerdict(verdict: Verdict, asked: Asked): readonly string[] {
  if (verdict.kind === 'refused') return [refusal(verdict, asked)];
  if (verdict.needs.length === 0) return ['It leaves at once: no rule asks for an approval.'];
  const needs = verdict.needs.map((need) => needSentence(need, asked));
  if (!verdict.mayBreakGlass) return needs;
  const { breakGlassRole, file } = asked.policy;
  const onCall = `It tells of an incident, so ${breakGlassRole} may send it at once with a reason, and it is reviewed later (${file}, incident).`;
  return [...needs, onCall];
}

/** `carla has to approve this: it goes to more than 50 people (policy.yml, rule 3).` */
function needSentence(need: ApprovalNeed, asked: Asked): string {
  return `${approversOf(need, asked.names ?? {})} to approve this: ${whyNeeded(need, asked)}.`;
}

/** Why a need is there, as a clause with its source: `it goes to more than 50 people (policy.yml, rule 3)`. */
export function whyNeeded({ rule }: ApprovalNeed, { policy, names = {} }: Pick<Asked, 'policy' | 'names'>): string {
  return `${reasonOf(ruleOf(policy, rule), names)} (${sourceOf(policy, rule)})`;
}

/** `Only lead may send offer_*: ask carla (policy.yml, rule 1).` */
function refusal(verdict: Extract<Verdict, { kind: 'refused' }>, { policy, names = {} }: Asked): string {
  const rule = ruleOf(policy, verdict.rule);
  const what = subjectOf(rule, names);
  const source = sourceOf(policy, verdict.rule);
  if (verdict.because === 'denied') {
    const isEveryone = verdict.roles.includes(EVERYONE);
    return isEveryone
      ? `No one sends ${what} (${source}).`
      : `${listOf(verdict.roles, 'and')} ${verdict.roles.length === 1 ? 'does' : 'do'} not send ${what} (${source}).`;
  }
  const people = names.people?.(verdict.roles) ?? [];
  const ask = people.length > 0 && people.length <= MAX_NAMED ? `: ask ${listOf(people, 'or')}` : '';
  return `Only ${listOf(verdict.roles, 'and')} may send ${what}${ask} (${source}).`;
}

/** `carla has`, `2 of carla, dev and emma have`, `someone with the role lead has`. */
function approversOf({ by, count }: ApprovalNeed, { people: peopleOf }: Names): string {
  const people = peopleOf?.(by) ?? [];
  const isNamed = people.length > 0 && people.length <= Math.max(MAX_NAMED, count);
  if (count === 1) {
    if (isNamed) return `${listOf(people, 'or')} has`;
    return `Someone with the role ${listOf(by, 'or')} has`;
  }
  if (isNamed && people.length === count) return `${listOf(people, 'and')} have`;
  const whom = isNamed ? `of ${listOf(people, 'and')}` : `people with the role ${listOf(by, 'or')}`;
  return `${formatCount(count)} ${whom} have`;
}

/** What a rule is about, as the reason for it: `it is offer_* and goes to more than 50 people`. */
function reasonOf({ match }: Rule, names: Names): string {
  const { templates, categories, channels, recipientsOver } = match;
  const reasons = [
    ...(templates === undefined ? [] : [`is ${listOf(templates, 'or')}`]),
    ...(categories === undefined ? [] : [`is ${categoryWords(categories)}`]),
    ...(channels === undefined ? [] : [`is sent from ${channelWords(channels, names)}`]),
    ...(recipientsOver === undefined ? [] : [`goes to more than ${formatPeople(recipientsOver)}`]),
  ];
  return reasons.length === 0 ? 'every message needs it' : `it ${listOf(reasons, 'and')}`;
}

/** The same as an object: `offer_*`, `marketing from #support to more than 50 people`. */
function subjectOf({ match }: Rule, names: Names): string {
  const { templates, categories, channels, recipientsOver } = match;
  const kind = categories === undefined ? undefined : categoryWords(categories);
  const named = templates === undefined ? undefined : listOf(templates, 'or');
  const what =
    named === undefined ? (kind ?? 'messages') : `${named}${kind === undefined ? '' : ` where it is ${kind}`}`;
  const from = channels === undefined ? '' : ` from ${channelWords(channels, names)}`;
  const to = recipientsOver === undefined ? '' : ` to more than ${formatPeople(recipientsOver)}`;
  return `${what}${from}${to}`;
}

function categoryWords(categories: readonly string[]): string {
  return listOf(
    categories.map((category) => category.toLowerCase()),
    'or',
  );
}

function channelWords(channels: readonly string[], { channel }: Names): string {
  return channel === undefined ? 'this channel' : listOf(channels.map(channel), 'or');
}

/** `policy.yml, rule 3`, with the rule's own name where it has one. */
function sourceOf({ file, rules }: Policy, number: number): string {
  const name = rules[number - 1]?.name;
  return name === undefined ? `${file}, rule ${number}` : `${file}, rule ${number}: ${name}`;
}

function ruleOf({ rules }: Policy, number: number): Rule {
  const rule = rules[number - 1];
  if (rule === undefined) throw new Error(`The policy has no rule ${number}`);
  return rule;
}

/** `a`, `a or b`, `a, b or c`. */
function listOf(words: readonly string[], last: 'and' | 'or'): string {
  const [only = '', ...others] = words;
  if (others.length === 0) return only;
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

import { formatNoun } from '../../format.ts';
import { MAX_WORDS, plainWords } from '../opt-out-words.ts';
import { EVERYONE } from './decide.ts';
import type { Policy, Rule } from './policy.ts';

/** Something in a policy that can be read and makes no sense. */
export interface PolicyProblem {
  /** Where it stands: keys and positions from the root of the file. */
  readonly path: readonly (string | number)[];
  /** A predicate of what stands there. */
  readonly what: string;
}

/** Everything that would surprise the people of a policy later: it is refused as a whole, so that the last good one stays. */
export function policyProblems(policy: Policy): readonly PolicyProblem[] {
  return [
    ...policy.rules.flatMap((rule) => ruleProblems(policy, rule)),
    ...namedRole(policy, policy.breakGlassRole, ['incident', 'role']),
    ...namedRole(policy, policy.optOuts.exceptionRole, ['opt_out', 'exception_role']),
    ...quietProblems(policy),
    ...wordProblems(policy),
  ];
}

function ruleProblems(policy: Policy, rule: Rule): readonly PolicyProblem[] {
  const { allow, approve, deny, number } = rule;
  const path = ['rules', number - 1] as const;
  if (allow === undefined && deny === undefined && approve === undefined)
    return [{ path, what: 'says nothing of who may: add allow, deny or approve' }];
  return [
    ...unknownRoles(policy, allow, [...path, 'allow'], true),
    ...unknownRoles(policy, deny, [...path, 'deny'], true),
    ...unknownRoles(policy, approve?.by, [...path, 'approve', 'by'], false),
    ...tooFewApprovers(policy, rule),
  ];
}

function unknownRoles(
  policy: Policy,
  roles: readonly string[] | undefined,
  path: PolicyProblem['path'],
  mayBeEveryone: boolean,
): readonly PolicyProblem[] {
  return (roles ?? [])
    .filter((role) => !(policy.roles.has(role) || (mayBeEveryone && role === EVERYONE)))
    .map((role) => ({ path, what: `names ${role}, which is none of the roles above (${rolesOf(policy)})` }));
}

function namedRole(policy: Policy, role: string | undefined, path: PolicyProblem['path']): readonly PolicyProblem[] {
  return unknownRoles(policy, role === undefined ? undefined : [role], path, false);
}

function rolesOf({ roles }: Policy): string {
  return roles.size === 0 ? 'there are no roles' : [...roles.keys()].join(', ');
}

/**
 * A send that no one could ever approve: the person who sends does not count, so one more is needed than the rule asks for. How
 * many people a user group has only Slack knows, so a rule with one is taken.
 */
function tooFewApprovers(policy: Policy, { approve, number }: Rule): readonly PolicyProblem[] {
  if (approve === undefined) return [];
  const members = approve.by.map((role) => policy.roles.get(role));
  const known = members.filter((role) => role !== undefined);
  if (known.length < members.length || known.some(({ userGroups }) => userGroups.length > 0)) return [];
  const people = new Set(known.flatMap(({ users }) => users)).size;
  if (people > approve.count) return [];
  const asked = approve.count === 1 ? 'a person' : `${approve.count} people`;
  const what = `asks for ${asked} of ${approve.by.join(', ')}, which ${people === 1 ? 'is' : 'are'} ${formatNoun(people, 'person').replace('persons', 'people')} in all: when one of them sends, too few are left to approve it. Name more people, or a user group`;
  return [{ path: ['rules', number - 1, 'approve'], what }];
}

function quietProblems({ quietHours }: Policy): readonly PolicyProblem[] {
  if (quietHours === undefined || quietHours.from !== quietHours.until) return [];
  return [{ path: ['quiet_hours', 'until'], what: 'is the same as from: say when messages may leave again' }];
}

function wordProblems({ optOuts: { words, backWords } }: Policy): readonly PolicyProblem[] {
  const lists = [
    { key: 'words', words },
    { key: 'back_words', words: backWords },
  ];
  const out = new Set(words.map(plainWords));
  const both = backWords.findIndex((word) => out.has(plainWords(word)));
  return [
    ...lists.flatMap(({ key, words: list }) =>
      list.flatMap((word, at) => {
        const count = plainWords(word) === '' ? 0 : plainWords(word).split(' ').length;
        if (count > 0 && count <= MAX_WORDS) return [];
        return [{ path: ['opt_out', key, at], what: `has to be one to ${MAX_WORDS} words` }];
      }),
    ),
    ...(both === -1 ? [] : [{ path: ['opt_out', 'back_words', both], what: 'stands in words too' }]),
  ];
}

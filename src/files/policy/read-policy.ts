import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../core/result.ts';
import { BACK_WORDS, OPT_OUT_BUTTONS, OPT_OUT_WORDS } from '../../core/rules/opt-out-words.ts';
import { EVERYONE } from '../../core/rules/policy/decide.ts';
import type { Policy, QuietHours, Quotas, RoleMembers, Rule, RuleMatch } from '../../core/rules/policy/policy.ts';
import { policyProblems } from '../../core/rules/policy/policy-problems.ts';
import { readYaml, type SourcePath, type YamlSource } from '../yaml.ts';
import { PolicyEntry } from './policy-entry.ts';

const HASH_LENGTH = 16;

/**
 * Reads a policy. It is taken as a whole or not at all: a rule that is left out would be believed to hold.
 *
 * @param file the name of the file, as people know it
 * @returns the policy, or everything that has to be fixed: a sentence each, with line and field
 */
export function readPolicy(text: string, file: string): Result<Policy, readonly string[]> {
  const source = readYaml(text, true);
  if (!source.ok) return fail([`${file}, line ${source.failure.line}: the file ${source.failure.what}.`]);
  const sentence = (path: SourcePath, what: string) => sentenceOf(file, source.value, path, what);
  const parsed = PolicyEntry.safeParse(source.value.root ?? {});
  if (!parsed.success)
    return fail([...new Set(parsed.error.issues.map(({ path, message }) => sentence(path.map(stepOf), message)))]);
  if (parsed.data.roles?.[EVERYONE] !== undefined)
    return fail([sentence(['roles', EVERYONE], 'is everybody already: give the role another name')]);
  const policy = policyOf(parsed.data, text, file);
  const problems = policyProblems(policy).map(({ path, what }) => sentence(path, what));
  return problems.length > 0 ? fail(problems) : ok(policy);
}

function policyOf(entry: PolicyEntry, text: string, file: string): Policy {
  const { incident, opt_out: optOut, quiet_hours: quiet } = entry;
  return {
    file,
    hash: createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH),
    timeZone: entry.time_zone ?? 'UTC',
    roles: new Map(Object.entries(entry.roles ?? {}).map(([role, members]) => [role, membersOf(members)])),
    rules: (entry.rules ?? []).map((rule, at) => ruleOf(rule, at + 1)),
    quotas: quotasOf(entry.quotas ?? {}),
    quietHours: quiet === undefined ? undefined : quietHoursOf(quiet),
    incidentTemplates: incident?.templates ?? [],
    breakGlassRole: incident?.role,
    marketingTemplates: entry.marketing ?? [],
    optOuts: {
      words: optOut?.words ?? OPT_OUT_WORDS,
      backWords: optOut?.back_words ?? BACK_WORDS,
      buttons: optOut?.buttons ?? OPT_OUT_BUTTONS,
      exceptionRole: optOut?.exception_role,
    },
    partnerWorkspaces: entry.partners ?? [],
    showTextInSharedChannels: entry.shared_channels?.text === 'shown',
  };
}

function membersOf(ids: readonly string[]): RoleMembers {
  return { users: ids.filter((id) => !id.startsWith('S')), userGroups: ids.filter((id) => id.startsWith('S')) };
}

function ruleOf(
  { allow, approve, deny, match = {}, name }: NonNullable<PolicyEntry['rules']>[number],
  number: number,
): Rule {
  return {
    number,
    name,
    match: matchOf(match),
    ...(allow && { allow }),
    ...(deny && { deny }),
    ...(approve && { approve }),
  };
}

function matchOf({
  template,
  category,
  channel,
  recipients,
}: NonNullable<NonNullable<PolicyEntry['rules']>[number]['match']>): RuleMatch {
  return {
    ...(template && { templates: template }),
    ...(category && { categories: category }),
    ...(channel && { channels: channel }),
    ...(recipients !== undefined && { recipientsOver: recipients }),
  };
}

function quotasOf(given: NonNullable<PolicyEntry['quotas']>): Quotas {
  const { person_day: person, channel_day: channel, number_day: number, workspace_day: workspace } = given;
  return {
    ...(person !== undefined && { person }),
    ...(channel !== undefined && { channel }),
    ...(number !== undefined && { number }),
    ...(workspace !== undefined && { workspace }),
  };
}

function quietHoursOf({ from, until, categories }: NonNullable<PolicyEntry['quiet_hours']>): QuietHours {
  return { from, until, categories: categories ?? ['MARKETING'] };
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}

/** `policy.yml, line 7: rule 3, approve.by names chef, which is none of the roles above (agent, lead).` */
function sentenceOf(file: string, source: YamlSource, path: SourcePath, what: string): string {
  return `${file}, line ${source.lineOf(path)}: ${fieldOf(path)} ${what}.`;
}

/** As people write a path: `rule 3, approve.by`. */
function fieldOf([first, second, ...rest]: SourcePath): string {
  if (first === undefined) return 'the file';
  if (first === 'rules' && typeof second === 'number') {
    const field = joined(rest);
    return field === '' ? `rule ${second + 1}` : `rule ${second + 1}, ${field}`;
  }
  return joined([first, ...(second === undefined ? [] : [second]), ...rest]);
}

/** A position in a list is of no use to people; the line says which it is. */
function joined(path: SourcePath): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

import type { WebClient } from '@slack/web-api';
import type { Config } from '../../config/config.ts';
import { formatNoun } from '../../core/format.ts';
import { MAX_TEAM_MESSAGES_A_DAY } from '../../core/rules/mode.ts';
import { codeMessage } from '../../core/rules/number-code.ts';
import type { Policy } from '../../core/rules/policy/policy.ts';
import { templateKey } from '../../core/template/template.ts';
import { openFileCatalogue } from '../../files/templates/file-catalogue.ts';
import { slackCodeOf } from '../../slack/client/slack-code.ts';
import { noPolicySentence, readPolicyFile } from '../read-policy-file.ts';
import { type Check, type Finding, SILENT } from './finding.ts';

/** Who may send what: whether the policy is taken, and whether Slack says who is in its user groups. */
export function checkPolicy(policyFile: Config['policyFile'], client: WebClient): Check {
  const { path } = policyFile;
  return async () => {
    const read = await readPolicyFile(policyFile);
    if (read.ok)
      return read.value === undefined
        ? { state: 'well', says: noPolicySentence(path) }
        : groupsFinding(path, read.value, client);
    const [problem = '', ...more] = read.failure;
    const rest = more.length === 0 ? '' : ` \`npm run policy -- check\` lists ${more.length} more.`;
    const says = `${path} is not taken: a bot that runs keeps the last good one, and none starts.`;
    return { state: 'broken', says, fix: `${problem}${rest}` };
  };
}

async function groupsFinding(path: string, policy: Policy, client: WebClient): Promise<Finding> {
  const { roles, rules } = policy;
  const says = `${path} has ${formatNoun(rules.length, 'rule')} and ${formatNoun(roles.size, 'role')}.`;
  const groups = new Set([...roles.values()].flatMap(({ userGroups }) => userGroups));
  for (const usergroup of groups) {
    try {
      await client.usergroups.users.list({ usergroup });
    } catch (error) {
      const code = slackCodeOf(error);
      const fix =
        code === 'missing_scope'
          ? 'Install the app again with usergroups:read, or name people in place of the group. Until then nobody can send.'
          : 'Check the ID in Slack, and ask again. While Slack does not say it, nobody can send.';
      return { state: 'broken', says: `${says} Slack does not say who is in ${usergroup} (${code}).`, fix };
    }
  }
  return { state: 'well', says };
}

/** What may leave at all, and in team mode how people make numbers of their own part of the team. */
export function checkMode({
  MODE: mode,
  TEAM_CODE_TEMPLATE: code,
  TEAM_NUMBERS: numbers,
  TEMPLATES_FILE: path,
}: Pick<Config['values'], 'MODE' | 'TEAM_CODE_TEMPLATE' | 'TEAM_NUMBERS' | 'TEMPLATES_FILE'>): Check {
  return async () => {
    if (mode === 'live') return { state: 'well', says: 'MODE is live: messages reach the people they are for.' };
    const fix = 'Set MODE=live when you are ready.';
    if (mode === 'trial') return { state: 'note', says: 'MODE is trial: nothing leaves.', fix };
    const says = `MODE is team: only ${formatNoun(numbers.length, 'number')} of TEAM_NUMBERS, and numbers that colleagues proved to be theirs, are reached; ${MAX_TEAM_MESSAGES_A_DAY} messages a day in all.`;
    if (code === undefined) {
      const unset = 'Colleagues can prove a number of their own once TEAM_CODE_TEMPLATE names a template for the code.';
      return { state: 'note', says: `${says} ${unset}`, fix };
    }
    const problem = await codeTemplateProblem(path, code);
    if (problem !== undefined) return { state: 'broken', says, fix: problem };
    return { state: 'note', says: `${says} The code comes by ${templateKey(code)}.`, fix };
  };
}

/** Why a template of the file cannot carry a code; one that is not in the file may be in the provider's list. */
async function codeTemplateProblem(
  path: string,
  { language, name }: NonNullable<Config['values']['TEAM_CODE_TEMPLATE']>,
): Promise<string | undefined> {
  const catalogue = await openFileCatalogue({ path, log: SILENT });
  const template = catalogue.templates().find((one) => one.name === name && one.language === language);
  catalogue.close();
  const message = template && codeMessage(template);
  return message === undefined || message.ok ? undefined : message.failure;
}

import type { WebClient } from '@slack/web-api';
import type { Config } from '../../config/config.ts';
import { formatNoun } from '../../core/format.ts';
import type { Policy } from '../../core/rules/policy.ts';
import { slackCodeOf } from '../../slack/client/slack-code.ts';
import { noPolicySentence, readPolicyFile } from '../read-policy-file.ts';
import type { Check, Finding } from './finding.ts';

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

/** What may leave at all. */
export function checkMode({
  MODE: mode,
  TEAM_NUMBERS: numbers,
}: Pick<Config['values'], 'MODE' | 'TEAM_NUMBERS'>): Check {
  return async () => {
    if (mode === 'live') return { state: 'well', says: 'MODE is live: messages reach the people they are for.' };
    const fix = 'Set MODE=live when you are ready.';
    if (mode === 'trial') return { state: 'note', says: 'MODE is trial: nothing leaves.', fix };
    const says = `MODE is team: only ${formatNoun(numbers.length, 'number')} of TEAM_NUMBERS, and numbers that colleagues proved to be theirs, are reached.`;
    return { state: 'note', says, fix };
  };
}

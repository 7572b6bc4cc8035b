import type { DueList } from '../ports/store/lists/timed-lists.ts';
import type { AskRules } from '../rules/ask-rules.ts';

/**
 * Whether the rules still let a list leave whose time has come: its sender may send it, and whoever has to approve it has.
 * Undefined while Slack does not say who is in which group; then it waits.
 */
export function createIsListAllowed(askRules: AskRules): (list: DueList) => Promise<boolean | undefined> {
  return async ({ actorId, channelId, isAgreedTo, recipients, template, templateName }) => {
    const ruled = { name: templateName, category: template?.category };
    const answer = await askRules({ actorId, channelId, template: ruled, recipients });
    if (answer.kind === 'allowed') return answer.rules.approval === undefined || isAgreedTo;
    if (answer.why === 'roles_unknown') return undefined;
    // Whoever approved it may be gone by now; that they did still counts.
    return answer.why === 'no_approvers' && isAgreedTo;
  };
}

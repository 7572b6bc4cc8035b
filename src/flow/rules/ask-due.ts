import type { DueList } from '../ports/store/timed-lists.ts';
import type { AskRules } from './ask-rules.ts';

/** What the policy in force says of a list whose time has come. */
export type AskDue = (list: DueList) => Promise<'allowed' | 'refused' | 'not_known_yet'>;

/**
 * Asks as at the confirmation. An approval that is needed was given then; the claim looks at a policy that asks for another one.
 */
export function createAskDue(askRules: AskRules): AskDue {
  return async ({ actorId, channelId, rows, template, templateName }) => {
    const answer = await askRules({
      actorId,
      channelId,
      recipients: rows,
      template: { name: templateName, category: template?.category },
    });
    if (answer.kind === 'allowed' || answer.why === 'no_approvers') return 'allowed';
    return answer.why === 'roles_unknown' ? 'not_known_yet' : 'refused';
  };
}

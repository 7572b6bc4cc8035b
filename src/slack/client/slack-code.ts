import { errorFacts } from './bolt-logger.ts';

const SLACK_WORD = /^[a-z][a-z0-9_]{1,60}$/;

/** Whether it can be one of Slack's errors, which are words such as `not_in_channel`; nothing else of an answer is repeated. */
export function isSlackWord(word: string): boolean {
  return SLACK_WORD.test(word);
}

/**
 * Slack's own word for what went wrong, such as `expired_trigger_id`, or the class of what broke on the way; `unclear_answer` for what is
 * no word of Slack's, which can be anything.
 */
export function slackCodeOf(error: unknown): string {
  if (error instanceof Error && 'data' in error) {
    const { data } = error;
    if (typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string') {
      if (saysExpired(data)) return 'expired_trigger_id';
      return isSlackWord(data.error) ? data.error : 'unclear_answer';
    }
  }
  const { code, name } = errorFacts(error);
  return code ?? name;
}

/** Slack also reports a late `trigger_id` as `invalid_arguments` with the reason beside it. */
function saysExpired(data: object): boolean {
  return JSON.stringify(data).includes('`trigger_id` expired');
}

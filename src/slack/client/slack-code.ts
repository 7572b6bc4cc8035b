import { errorFacts } from './bolt-logger.ts';

/** Slack's own word for what went wrong, such as `expired_trigger_id`, or the class of what broke on the way. */
export function slackCodeOf(error: unknown): string {
  if (error instanceof Error && 'data' in error) {
    const { data } = error;
    if (typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string') {
      return saysExpired(data) ? 'expired_trigger_id' : data.error;
    }
  }
  const { code, name } = errorFacts(error);
  return code ?? name;
}

/** Slack also reports a late `trigger_id` as `invalid_arguments` with the reason beside it. */
function saysExpired(data: object): boolean {
  return JSON.stringify(data).includes('`trigger_id` expired');
}

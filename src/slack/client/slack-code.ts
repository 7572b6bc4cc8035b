import { errorFacts } from './bolt-logger.ts';

/** Slack's error code, such as `expired_trigger_id`; else the library's code or the class of the error. Safe to log. */
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

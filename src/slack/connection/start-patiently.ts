import type { Log } from '../../flow/ports/log.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Slack knows the token and says no: waiting cannot help, a person has to. */
const FOR_GOOD = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'ekm_access_denied',
  'not_allowed_token_type',
]);
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Reaches Slack, however long Slack is away: what is queued is sent and reports are taken meanwhile.
 *
 * @param start resolves when Slack answered.
 * @param isStopped ends the waiting.
 * @throws when Slack refuses the token.
 */
export async function startPatiently(start: () => Promise<void>, isStopped: () => boolean, log: Log): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; !isStopped(); waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await start();
    } catch (error) {
      if (isStopped()) return;
      const code = slackCodeOf(error);
      if (FOR_GOOD.has(code))
        throw new Error(`Slack refuses the token (${code}): install the app again.`, { cause: error });
      log.error({ code, waitMs }, 'Slack does not answer; trying again');
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    }
  }
}

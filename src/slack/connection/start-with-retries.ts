import type { Log } from '../../flow/ports/log.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Slack refuses the token: an admin has to fix it. */
const REFUSED_FOR_GOOD = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'ekm_access_denied',
  'not_allowed_token_type',
]);
/** The start asks with both tokens, and Slack's answer does not name one. */
const WHICH_TOKEN = '`npm run doctor` says which one; copy it again from the app’s pages';
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;

/**
 * Starts, and tries again for as long as Slack does not respond. Meanwhile queued messages are sent and reports are taken.
 *
 * @param start resolves when Slack has responded.
 * @param isStopped ends the waiting.
 * @throws when Slack refuses the token.
 */
export async function startWithRetries(start: () => Promise<void>, isStopped: () => boolean, log: Log): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; !isStopped(); waitMs = Math.min(waitMs * 2, MAX_WAIT_MS)) {
    try {
      return await start();
    } catch (error) {
      if (isStopped()) return;
      const code = slackCodeOf(error);
      if (REFUSED_FOR_GOOD.has(code))
        throw new Error(`Slack refuses a token (${code}). ${WHICH_TOKEN}`, { cause: error });
      log.error({ code, waitMs }, 'Slack does not respond; trying again');
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    }
  }
}

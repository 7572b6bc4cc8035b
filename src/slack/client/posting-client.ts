import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { limitedFetch } from './limited-fetch.ts';

interface Options {
  readonly botToken: string;
  /** `https://slack.com/api/` or the sandbox's. */
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/**
 * The client that posts and updates cards. It never tries again by itself: `chat.postMessage` knows no idempotency key, so a
 * call that timed out may have posted, and the ledger decides when the next one is due.
 */
export function createPostingClient({ botToken, apiUrl, logger, timeoutMs = TIMEOUT_MS }: Options): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    fetch: limitedFetch,
    logger,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

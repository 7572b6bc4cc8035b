import type { FetchFunction, WebClientOptions } from '@slack/web-api';
import { limitedFetch } from './limited-fetch.ts';

const TIMEOUT_MS = 2_500;
/** Bolt sets no time limit for replies through a `response_url`: one that hangs would delay the stop for minutes. */
const REPLY_TIMEOUT_MS = 5_000;

/**
 * How listeners call Slack. Within the life of a `trigger_id` there is no time for a second try, and a try that timed
 * out may have worked. No `headers`: the client writes its token into that object and Bolt shares it between workspaces.
 */
export function interactiveClientOptions(apiUrl: string, replyTimeoutMs = REPLY_TIMEOUT_MS): WebClientOptions {
  const fetchInTime: FetchFunction = (input, init) =>
    limitedFetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(replyTimeoutMs) });
  return {
    slackApiUrl: apiUrl,
    fetch: fetchInTime,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

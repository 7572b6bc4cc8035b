import { createHmac } from 'node:crypto';

/** What came back when Slack called the bot. */
export type BotAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

/** Slack's requests to the bot's public address. */
export interface BotLine {
  post(form: Readonly<Record<string, string>>): Promise<BotAnswer>;
}

/** Slack gives an app this long. */
const PATIENCE_MS = 3_000;

/**
 * Signs as Slack signs: HMAC-SHA256 of `v0:<timestamp>:<body>`.
 * @param requestUrl the bot's `/slack/events` as it is now; undefined when there is no bot.
 */
export function createBotLine(signingSecret: string, requestUrl: () => string | undefined): BotLine {
  return {
    async post(form) {
      const url = requestUrl();
      if (url === undefined) return { kind: 'unreachable' };
      const body = new URLSearchParams(form).toString();
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { ...signature(signingSecret, body), 'content-type': 'application/x-www-form-urlencoded' },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const type = response.headers.get('content-type') ?? '';
        return { kind: 'answered', status: response.status, type, body: await response.text() };
      } catch (error) {
        return { kind: isTimeout(error) ? 'timeout' : 'unreachable' };
      }
    },
  };
}

/** The two headers by which the bot knows that it is Slack. */
function signature(signingSecret: string, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

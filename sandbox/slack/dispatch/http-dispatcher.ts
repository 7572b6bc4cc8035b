import { createHmac } from 'node:crypto';
import { type BotAnswer, type Dispatcher, MAX_ACK_MS } from './dispatcher.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Slack's requests to the bot's public address, signed as Slack signs: HMAC-SHA256 of `v0:<timestamp>:<body>`.
 * @param requestUrl the bot's `/slack/events` as it is now; undefined when there is no bot.
 */
export function createHttpDispatcher(signingSecret: string, requestUrl: () => string | undefined): Dispatcher {
  async function send(body: string, type: string): Promise<BotAnswer> {
    const url = requestUrl();
    if (url === undefined) return { kind: 'unreachable' };
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...signature(signingSecret, body), 'content-type': type },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(MAX_ACK_MS),
      });
      const answerType = response.headers.get('content-type') ?? '';
      return { kind: 'answered', status: response.status, type: answerType, body: await response.text() };
    } catch (error) {
      return { kind: isTimeout(error) ? 'timeout' : 'unreachable' };
    }
  }

  return {
    sendForm: (form) => send(new URLSearchParams(form).toString(), FORM),
    sendEvent: (callback) => send(JSON.stringify(callback), JSON_TYPE),
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

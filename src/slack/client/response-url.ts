import type { PostResult, SlackMessage } from './post-message.ts';
import { retryAfterMs } from './retry-after.ts';
import { classifyErrorCode, isTimeout, later } from './slack-failure.ts';

interface Options {
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** Posts into the channel of a command, whether the bot is a member or not. Never rejects. */
type PostToResponseUrl = (url: string, message: Pick<SlackMessage, 'text' | 'blocks'>) => Promise<PostResult>;

/** The URL is a secret: no error and no log line contains it. */
export function createPostToResponseUrl({ fetch, timeoutMs }: Options): PostToResponseUrl {
  return async (url, { text, blocks }) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'in_channel', replace_original: false, text, blocks }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return readResponse(response.status, response.headers.get('retry-after'), await response.text());
    } catch (error) {
      return later(isTimeout(error) ? 'timeout' : 'no_connection');
    }
  };
}

function readResponse(status: number, retryAfter: string | null, body: string): PostResult {
  if (status === 429) return later('rate_limited', retryAfterMs(Number(retryAfter ?? Number.NaN)));
  const code = errorCodeIn(body);
  if (code !== undefined) return classifyErrorCode(code);
  if (status >= 200 && status < 300) return { kind: 'shown', message: undefined };
  return status >= 500 ? later(`http_${status}`) : { kind: 'place', reason: `http_${status}` };
}

/** Slack responds with `ok`, `{"ok":true}`, `{"ok":false,"error":"used_url"}`, or an error code alone. */
function errorCodeIn(body: string): string | undefined {
  const text = body.trim();
  if (/^[a-z]+_[a-z_]+$/.test(text)) return text;
  try {
    const response: unknown = JSON.parse(text);
    const isRefusal = typeof response === 'object' && response !== null && 'error' in response;
    return isRefusal && typeof response.error === 'string' ? response.error : undefined;
  } catch {
    return undefined;
  }
}

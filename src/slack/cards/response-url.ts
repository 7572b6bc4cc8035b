import type { KnownBlock } from '@slack/types';
import { isTimeout, later, verdictOnWord } from '../client/slack-verdict.ts';
import type { Put } from './put-message.ts';

interface Options {
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** Posts into the channel of a command, whether the bot is a member or not. */
type PostToResponseUrl = (url: string, message: { text: string; blocks: KnownBlock[] }) => Promise<Put>;

/** The URL is a secret and stands in no error and no log line. */
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
      return readAnswer(response.status, response.headers.get('retry-after'), await response.text());
    } catch (error) {
      return later(isTimeout(error) ? 'timeout' : 'no_connection');
    }
  };
}

function readAnswer(status: number, retryAfter: string | null, body: string): Put {
  if (status === 429) return later('rate_limited', Number(retryAfter ?? Number.NaN) * 1_000 || undefined);
  const word = errorWord(body);
  if (word !== undefined) return verdictOnWord(word);
  if (status >= 200 && status < 300) return { kind: 'shown', message: undefined };
  return status >= 500 ? later(`http_${status}`) : { kind: 'place', reason: `http_${status}` };
}

/** Slack answers `ok`, `{"ok":true}`, `{"ok":false,"error":"used_url"}`, or the bare word of an error. */
function errorWord(body: string): string | undefined {
  const bare = body.trim();
  if (/^[a-z]+_[a-z_]+$/.test(bare)) return bare;
  try {
    const answer: unknown = JSON.parse(bare);
    const isRefusal = typeof answer === 'object' && answer !== null && 'error' in answer;
    return isRefusal && typeof answer.error === 'string' ? answer.error : undefined;
  } catch {
    return undefined;
  }
}

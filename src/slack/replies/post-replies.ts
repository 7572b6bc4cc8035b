import type { Log } from '../../flow/ports/log.ts';
import type { PostReplies, RepliesPosted } from '../../flow/ports/store/replies/reply-threads.ts';
import type { HidesText } from '../cards/hides-text.ts';
import { type PostingClient, type PostResult, postMessage } from '../client/post-message.ts';
import { createThrottle } from '../client/throttle.ts';
import { replyMessage } from './reply-blocks.ts';

interface Needs {
  readonly client: PostingClient;
  /** Whether what people wrote is kept out of a channel. */
  readonly hidesText: HidesText;
  readonly log: Log;
  /** Milliseconds; rises steadily. */
  readonly now?: () => number;
}

/** Slack takes about one message a second in a channel. @see https://docs.slack.dev/apis/web-api/rate-limits */
const POST_EVERY_MS = 1_100;
/** And a few in a row. */
const POSTS_IN_A_ROW = 3;

/** Posts replies in Slack to no one in particular: no mention, no unfurled link, no broadcast to the channel. */
export function createPostReplies({ client, hidesText, log, now = () => performance.now() }: Needs): PostReplies {
  const throttle = createThrottle({ now });
  return async (post) => {
    const { channelId, threadTs } = post;
    const waitMs = throttle.waitMs(channelId);
    if (waitMs > 0) return { kind: 'throttled', afterMs: waitMs };
    const place = { channelId, ...(threadTs !== undefined && { threadTs }) };
    const hidden = await hidesText({ role: 'channel', destination: channelId });
    const message = replyMessage(post, hidden);
    const posted = await postMessage(client, place, message);
    const result = posted.kind === 'content' ? await postMessage(client, place, { ...message, blocks: [] }) : posted;
    throttle.use(channelId, POST_EVERY_MS, POSTS_IN_A_ROW);
    if (result.kind === 'token') log.error({ reason: result.reason }, 'bot token refused by Slack; replies wait');
    if (result.kind === 'later' && result.afterMs !== undefined) throttle.hold(channelId, result.afterMs);
    return postedOf(result);
  };
}

function postedOf(result: PostResult): RepliesPosted {
  switch (result.kind) {
    case 'shown':
      return { kind: 'posted', message: result.message };
    case 'later':
      return result;
    case 'token':
      return { kind: 'later', afterMs: undefined, reason: result.reason };
    case 'place':
    case 'content':
    case 'uneditable':
    case 'deleted':
      return { kind: 'refused', reason: result.reason };
  }
}

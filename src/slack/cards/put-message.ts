import type { WebClient } from '@slack/web-api';
import { type SlackVerdict, verdictOnError } from '../client/slack-verdict.ts';
import type { CardMessage } from './card.ts';

/** What posts and edits messages. */
export type PostingClient = Pick<WebClient, 'chat'>;

/** A message as Slack knows it. */
interface PostedMessage {
  readonly channelId: string;
  readonly ts: string;
}

const MESSAGE_TS = /^\d{1,16}\.\d{1,16}$/;
const CONVERSATION_ID = /^[A-Z][A-Z\d]{1,31}$/;

export type Put = { readonly kind: 'shown'; readonly message: PostedMessage | undefined } | SlackVerdict;

/** Posts a message that mentions, links and unfurls nothing but what its blocks say. May post twice when it is called again. */
export async function postMessage(
  client: PostingClient,
  { channelId: channel, threadTs }: { readonly channelId: string; readonly threadTs?: string },
  { text, blocks, metadata }: CardMessage,
): Promise<Put> {
  try {
    const quiet = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    const message = { channel, ...thread, text, blocks, metadata, ...quiet };
    const answer = await client.chat.postMessage(message);
    const ts = matching(MESSAGE_TS, answer.ts);
    const channelId = matching(CONVERSATION_ID, answer.channel) ?? channel;
    return { kind: 'shown', message: ts === undefined ? undefined : { channelId, ts } };
  } catch (error) {
    return verdictOnError(error);
  }
}

/** What Slack answers in the place of one of its IDs may be anything, and the ledger keeps it. */
function matching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** Makes a posted message say what `shown` says. Unlike posting, Slack parses an edit for links unless told otherwise. */
export async function editMessage(
  client: PostingClient,
  message: PostedMessage,
  { text, blocks, metadata }: CardMessage,
): Promise<Put> {
  try {
    const { channelId: channel, ts } = message;
    const edited = { channel, ts, text, blocks, metadata, parse: 'none', link_names: false } as const;
    await client.chat.update(edited);
    return { kind: 'shown', message };
  } catch (error) {
    return verdictOnError(error);
  }
}

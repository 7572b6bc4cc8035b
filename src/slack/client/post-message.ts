import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { CONVERSATION_ID, MESSAGE_TS } from '../ids.ts';
import { classifySlackError, type SlackFailure } from './slack-failure.ts';

/** A Slack message, ready to be posted or to take the place of an earlier one. */
export interface SlackMessage {
  /** The notification; it tells the story alone. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

/** What posts and updates messages. */
export type PostingClient = Pick<WebClient, 'chat'>;

/** Where a message stands: Slack's name for it. */
interface PostedMessage {
  readonly channelId: string;
  readonly ts: string;
}

/** What came of posting or updating a message; `message` is undefined when Slack did not say where it stands. */
export type PostResult =
  | {
      readonly kind: 'shown';
      readonly message: PostedMessage | undefined;
      /** Something of it is not known yet, so it is shown again later. */
      readonly isIncomplete?: true;
    }
  | SlackFailure;

/**
 * Posts a message that mentions, links and unfurls nothing but what its blocks say. Called again, it may post twice. Never
 * rejects.
 */
export async function postMessage(
  client: PostingClient,
  { channelId: channel, threadTs }: { readonly channelId: string; readonly threadTs?: string },
  { text, blocks, metadata }: SlackMessage,
): Promise<PostResult> {
  try {
    const quiet = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    const message = { channel, ...thread, text, blocks, metadata, ...quiet };
    const response = await client.chat.postMessage(message);
    const ts = matching(MESSAGE_TS, response.ts);
    const channelId = matching(CONVERSATION_ID, response.channel) ?? channel;
    return { kind: 'shown', message: ts === undefined ? undefined : { channelId, ts } };
  } catch (error) {
    return classifySlackError(error);
  }
}

/** Slack's response is stored, so anything else than one of its IDs is ignored. */
function matching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** Replaces what a posted message says. Unlike posting, Slack parses an update for links unless it is asked not to. Never rejects. */
export async function updateMessage(
  client: PostingClient,
  message: PostedMessage,
  { text, blocks, metadata }: SlackMessage,
): Promise<PostResult> {
  try {
    const { channelId: channel, ts } = message;
    const updated = { channel, ts, text, blocks, metadata, parse: 'none', link_names: false } as const;
    await client.chat.update(updated);
    return { kind: 'shown', message };
  } catch (error) {
    return classifySlackError(error);
  }
}

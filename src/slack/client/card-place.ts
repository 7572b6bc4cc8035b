import type { ConversationsInfoResponse } from '@slack/web-api';
import { withTimeout } from '../../flow/timing/with-timeout.ts';
import { slackCodeOf } from './slack-code.ts';

/** Where a send's card will stand: in the channel, or in a direct message because the bot cannot post there. */
export type CardPlace = 'in_channel' | 'direct_message' | 'unknown';

interface ConversationsClient {
  readonly conversations: { info(of: { readonly channel: string }): Promise<ConversationsInfoResponse> };
}

/** The person waits for the review, and Slack for the answer. */
const MAX_WAIT_MS = 700;
/** Slack's words for a conversation that the bot is not in. */
const NOT_IN = new Set(['channel_not_found', 'not_in_channel', 'is_archived']);

/**
 * Asks Slack before anything is sent. Without the optional scopes `channels:read` and `groups:read` it is not known.
 *
 * @see https://docs.slack.dev/reference/methods/conversations.info
 */
export async function cardPlaceIn({ conversations }: ConversationsClient, channelId: string): Promise<CardPlace> {
  const asked = conversations
    .info({ channel: channelId })
    .then(placeOf, (error: unknown): CardPlace => (NOT_IN.has(slackCodeOf(error)) ? 'direct_message' : 'unknown'));
  const answer = await withTimeout(MAX_WAIT_MS, asked);
  return answer.kind === 'done' ? answer.value : 'unknown';
}

function placeOf({ channel, response_metadata: metadata }: ConversationsInfoResponse): CardPlace {
  if (channel === undefined) return 'unknown';
  if (channel.is_archived === true) return 'direct_message';
  const mayPostUninvited = channel.is_private !== true && metadata?.scopes?.includes('chat:write.public') === true;
  return channel.is_member === true || channel.is_im === true || mayPostUninvited ? 'in_channel' : 'direct_message';
}

import type { ConversationsInfoResponse } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Which channels people of other organisations are in (Slack Connect). */
export interface SharedChannels {
  /** Where Slack cannot say, a channel counts as shared if someone of another organisation was seen there. Never rejects. */
  isShared(channelId: string): Promise<boolean>;
  /** A payload shows that someone of another organisation is in it. */
  sawStranger(channelId: string): void;
}

export type AskChannel = (channelId: string) => Promise<ConversationsInfoResponse>;

const CACHE_MS = 5 * 60_000;
const MAX_CACHED = 5_000;
const CHANNEL = /^[CG]/;
/** Slack does not say it of this channel to this bot: it has no scope for it, or is not in it. */
const NOT_TOLD = new Set([
  'missing_scope',
  'channel_not_found',
  'not_in_channel',
  'method_not_supported_for_channel_type',
]);

/**
 * Asks `conversations.info`, and remembers the response for five minutes. While Slack does not answer, what it said last counts,
 * and a channel that it never spoke of counts as shared. Without the optional scopes `channels:read` and `groups:read` only what
 * payloads show is known.
 *
 * @see https://docs.slack.dev/apis/slack-connect
 */
export function createSharedChannels({
  ask,
  log,
  now = () => performance.now(),
}: {
  readonly ask: AskChannel;
  readonly log: Log;
  readonly now?: () => number;
}): SharedChannels {
  const known = new Map<string, { readonly isShared: boolean; readonly until: number }>();
  const withStrangers = new Set<string>();

  function remember(channelId: string, isShared: boolean): boolean {
    if (known.size >= MAX_CACHED) known.clear();
    known.set(channelId, { isShared, until: now() + CACHE_MS });
    return isShared;
  }

  return {
    async isShared(channelId) {
      if (withStrangers.has(channelId)) return true;
      if (!CHANNEL.test(channelId)) return false;
      const before = known.get(channelId);
      if (before !== undefined && now() < before.until) return before.isShared;
      try {
        return remember(channelId, isSharedIn(await ask(channelId)));
      } catch (error) {
        const code = slackCodeOf(error);
        if (NOT_TOLD.has(code)) return remember(channelId, before?.isShared ?? false);
        log.info({ code }, 'not known whether a channel is shared');
        return before?.isShared ?? true;
      }
    },
    sawStranger(channelId) {
      if (withStrangers.size >= MAX_CACHED) withStrangers.clear();
      if (CHANNEL.test(channelId)) withStrangers.add(channelId);
    },
  };
}

/** Between workspaces of one organisation is not with others. */
function isSharedIn({ channel }: ConversationsInfoResponse): boolean {
  if (channel === undefined) return true;
  return channel.is_ext_shared === true || (channel.is_shared === true && channel.is_org_shared !== true);
}

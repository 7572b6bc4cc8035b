import type { ConversationsInfoResponse } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import type { TextCache } from '../../flow/ports/store/text-cache.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Which channels people of other organisations are in (Slack Connect). */
export interface SharedChannels {
  /**
   * Where the bot may not ask Slack, a channel counts as shared if someone of another organisation was seen there. Undefined
   * while Slack does not answer and has not said it within the last day. Never rejects.
   */
  isShared(channelId: string): Promise<boolean | undefined>;
  /** A payload shows that someone of another organisation is in it. */
  sawStranger(channelId: string): void;
}

export type AskChannel = (channelId: string) => Promise<ConversationsInfoResponse>;

const CACHE_MS = 5 * 60_000;
/** For processes that start while Slack does not answer. */
const STORED_MS = 24 * 60 * 60_000;
const SHARED = 'shared';
const OWN = 'own';
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
 * Asks `conversations.info`, and remembers the response for five minutes. While Slack does not answer, what it said within the
 * last day counts, also to a process that was started since. Without the optional scopes `channels:read` and `groups:read` only what
 * payloads show is known.
 *
 * @see https://docs.slack.dev/apis/slack-connect
 */
export function createSharedChannels({
  ask,
  cache,
  log,
  now = () => performance.now(),
}: {
  readonly ask: AskChannel;
  /** Survives a restart. */
  readonly cache: TextCache;
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

  async function save(channelId: string, isShared: boolean): Promise<void> {
    await cache
      .set(channelId, isShared ? SHARED : OWN, STORED_MS)
      .catch((error: unknown) => log.debug({ err: error }, 'shared channel not saved'));
  }

  /** What Slack said within the last day, to whichever process. */
  async function saidLast(channelId: string): Promise<boolean | undefined> {
    const stored = await cache.get(channelId).catch((error: unknown) => {
      log.debug({ err: error }, 'shared channel not read');
      return undefined;
    });
    return stored === undefined ? known.get(channelId)?.isShared : stored !== OWN;
  }

  return {
    async isShared(channelId) {
      if (withStrangers.has(channelId)) return true;
      if (!CHANNEL.test(channelId)) return false;
      const before = known.get(channelId);
      if (before !== undefined && now() < before.until) return before.isShared;
      try {
        const isShared = isSharedIn(await ask(channelId));
        void save(channelId, isShared);
        return remember(channelId, isShared);
      } catch (error) {
        const code = slackCodeOf(error);
        const last = await saidLast(channelId);
        if (NOT_TOLD.has(code)) return remember(channelId, last ?? false);
        log.info({ code, last }, 'not known whether a channel is shared');
        return last;
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

import type { ChatMessage } from '../../protocol.ts';

/** The newest message that was in view, by channel. */
export type Seen = ReadonlyMap<string, string>;

/** The newest message of each channel that this member can see. */
export function newestByChannel(messages: readonly ChatMessage[], memberId: string): Seen {
  const visible = messages.filter(({ ephemeralFor = memberId }) => ephemeralFor === memberId);
  return new Map(visible.map(({ channelId, ts }) => [channelId, ts]));
}

/** Channels with something newer than what was seen there. */
export function unreadChannels(newest: Seen, seen: Seen, currentChannel: string): ReadonlySet<string> {
  const unread = [...newest].filter(
    ([channelId, ts]) => channelId !== currentChannel && ts > (seen.get(channelId) ?? ''),
  );
  return new Set(unread.map(([channelId]) => channelId));
}

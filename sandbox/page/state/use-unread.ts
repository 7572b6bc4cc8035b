import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChatMessage } from '../../protocol.ts';
import { newestByChannel, type Seen, unreadChannels } from './unread.ts';

/** Channels with news. What is there when the page opens is not news. */
export function useUnread(messages: readonly ChatMessage[], memberId: string, channelId: string): ReadonlySet<string> {
  const newest = useMemo(() => newestByChannel(messages, memberId), [messages, memberId]);
  const [seen, setSeen] = useState<Seen>(newest);
  useEffect(() => {
    const ts = newest.get(channelId);
    setSeen((before) =>
      ts === undefined || before.get(channelId) === ts ? before : new Map(before).set(channelId, ts),
    );
  }, [newest, channelId]);
  return useMemo(() => unreadChannels(newest, seen, channelId), [newest, seen, channelId]);
}

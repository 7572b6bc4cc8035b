import type { ChatMessage } from '../../protocol.ts';

/** A message with the replies in its thread. */
export interface Thread {
  readonly message: ChatMessage;
  readonly replies: readonly ChatMessage[];
}

/** What one member sees in one channel, oldest first. A reply whose parent is gone stands by itself. */
export function threadsOf(messages: readonly ChatMessage[], channelId: string, memberId: string): readonly Thread[] {
  const visible = messages.filter(
    (message) => message.channelId === channelId && (message.ephemeralFor ?? memberId) === memberId,
  );
  const heads = new Set(visible.filter((message) => !isReply(message)).map(({ ts }) => ts));
  const hasParent = (message: ChatMessage) => isReply(message) && heads.has(message.threadTs ?? '');
  const replies = Map.groupBy(visible.filter(hasParent), ({ threadTs }) => threadTs);
  return visible
    .filter((message) => !hasParent(message))
    .map((message) => ({ message, replies: replies.get(message.ts) ?? [] }));
}

function isReply({ ts, threadTs }: ChatMessage): boolean {
  return threadTs !== undefined && threadTs !== ts;
}

import { createHash } from 'node:crypto';
import { readText } from '../callback/fields.ts';
import { readMessageId } from '../wire/message-id.ts';

const MINUTE_MS = 60_000;

/**
 * What names a reply: the provider's ID of it. V1 gives none, so a hash of what it says stands for it, and the same request
 * twice is one reply. Where even the time is missing, the minute in which it came takes its place: two people's "ok" on two
 * days are two replies.
 *
 * @param said what tells it apart from others: who, to whom, of what kind, which words
 */
export function replyId(reply: {
  readonly messageId: unknown;
  readonly said: readonly unknown[];
  readonly time: unknown;
  readonly receivedAt: Date;
}): string {
  const messageId = readMessageId(readText(reply.messageId));
  if (messageId !== undefined) return messageId;
  const time = readText(reply.time) ?? `minute ${Math.floor(reply.receivedAt.getTime() / MINUTE_MS)}`;
  const said = [time, ...reply.said].map((part) => part ?? null);
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

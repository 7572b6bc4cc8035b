import type { Reply } from '../../src/core/replies/reply.ts';
import type { NewReply, SavedReply } from '../../src/flow/ports/store/replies/replies.ts';
import { phone } from './sends.ts';

/** A text from `from` to the number that tests send from; it names no message. */
export function replyOf(id: string, change: Partial<Reply> = {}): Reply {
  const from = 'from' in change ? change.from : phone('+919870000000');
  return {
    id,
    writtenAt: new Date(),
    sender: phone('+919800000000'),
    from,
    writer: from?.slice(1) ?? 'IN.1393000000001',
    name: 'Asha Rao',
    kind: 'text',
    text: 'Can I come an hour later?',
    payload: undefined,
    media: undefined,
    context: { messageIds: [], batchToken: undefined },
    ...change,
  };
}

export function newReply(id: string, change: Partial<Reply> = {}, more: Omit<NewReply, 'reply'> = {}): NewReply {
  return { reply: replyOf(id, change), ...more };
}

/** A tap on a quick reply. */
export function tapOf(id: string, text: string, change: Partial<Reply> = {}): NewReply {
  return newReply(id, { kind: 'button', text, ...change });
}

/** What a reply names that answers a message. */
export function answering(...messageIds: string[]): Pick<Reply, 'context'> {
  return { context: { messageIds, batchToken: undefined } };
}

/** A reply as it stands in the ledger, matched to the first delivery of S1 by the message that it names. */
export function savedReply({ context: _, ...reply }: Reply, change: Partial<SavedReply> = {}): SavedReply {
  return {
    ...reply,
    receivedAt: new Date(),
    sendId: 'S1',
    deliveryId: 'S1.0',
    matchedBy: 'context',
    optOut: undefined,
    post: undefined,
    answer: undefined,
    ...change,
  };
}

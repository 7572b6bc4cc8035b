import type { Asker, DeliveryPages } from '../ports/store/lookup.ts';
import type { Answers, Conversation } from '../ports/store/replies/answers.ts';

/**
 * A reply for a person who pressed something under it; undefined where they may not see it. Who may see the message that it
 * answers may see it; one that answers none is for members in the channel where it stands.
 */
export type FindReply = (replyId: string, asker: Asker) => Promise<Conversation | undefined>;

/** @param isGuest a guest sees replies on their own messages alone, which `findHead` knows */
export function createFindReply(needs: {
  readonly findConversation: Answers['findConversation'];
  readonly lookup: Pick<DeliveryPages, 'findHead'>;
  readonly isGuest: (userId: string) => Promise<boolean>;
}): FindReply {
  return async (replyId, asker) => {
    const conversation = await needs.findConversation(replyId);
    if (conversation === undefined) return undefined;
    const { post, sendId } = conversation.reply;
    if (sendId !== undefined) {
      const head = await needs.lookup.findHead(sendId, asker);
      return head && forColleague(conversation, asker);
    }
    const isHere = post !== undefined && post.channelId === asker.channelId;
    return isHere && !(await needs.isGuest(asker.actorId)) ? forColleague(conversation, asker) : undefined;
  };
}

/** An answer of one's own is no news. */
function forColleague(conversation: Conversation, { actorId }: Asker): Conversation {
  return conversation.lastAnswer?.by === actorId ? { ...conversation, lastAnswer: undefined } : conversation;
}

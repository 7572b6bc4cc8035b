import type { FetchMedia } from '../../flow/ports/media.ts';
import type { Answers } from '../../flow/ports/store/replies/answers.ts';
import type { ReplyReader } from '../../flow/ports/store/replies/replies.ts';
import type { OptOuts } from '../../flow/ports/store/rules/opt-outs.ts';
import type { AnswerReply } from '../../flow/replies/answer-reply.ts';

/** What the listeners for replies need from the rest of the bot. */
export interface ReplyNeeds {
  readonly findConversation: Answers['findConversation'];
  readonly answerReply: AnswerReply;
  readonly reader: Pick<ReplyReader, 'answersOf' | 'tallyOf'>;
  readonly fetchMedia: FetchMedia;
  readonly addOptOuts: OptOuts['addOptOuts'];
}

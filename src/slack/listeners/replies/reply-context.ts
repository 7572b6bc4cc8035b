import type { Log } from '../../../flow/ports/log.ts';
import type { Lookup } from '../../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { createFindReply, type FindReply } from '../../../flow/replies/find-reply.ts';
import { createWhoAnswered, type WhoAnswered } from '../../../flow/replies/who-answered.ts';
import type { IsGuest } from '../../access/guests.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import type { SlackFiles } from '../../files/slack-files.ts';
import type { ReplyNeeds } from '../../replies/reply-needs.ts';

/** What the listeners for replies are made from. */
export interface ReplyListenerNeeds extends FormFacts {
  readonly replies: ReplyNeeds;
  /** Finds for a guest only what they sent themselves. */
  readonly lookup: Lookup;
  readonly isGuest: IsGuest;
  readonly files: SlackFiles;
  readonly catalogue: FreshCatalogue;
  readonly log: Log;
}

/** The same, with what is found for the person who presses. */
export interface ReplyContext extends ReplyListenerNeeds {
  readonly findReply: FindReply;
  readonly whoAnswered: WhoAnswered;
}

export function replyContext(needs: ReplyListenerNeeds): ReplyContext {
  const { findConversation, reader } = needs.replies;
  return {
    ...needs,
    findReply: createFindReply({ findConversation, lookup: needs.lookup, isGuest: needs.isGuest }),
    whoAnswered: createWhoAnswered({ replies: reader, lookup: needs.lookup }),
  };
}

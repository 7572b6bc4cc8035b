import type { Answers } from '../../flow/ports/store/replies/answers.ts';
import type { ReplyLedger, ReplyReader } from '../../flow/ports/store/replies/replies.ts';
import type { ThreadLedger } from '../../flow/ports/store/replies/reply-threads.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { createAcceptAnswer } from './accept-answer.ts';
import { createFindConversation } from './conversation.ts';
import { createQuickReplyLabels } from './quick-reply-labels.ts';
import { createReplyReader } from './read-replies.ts';
import { createReplyThreads } from './reply-threads.ts';
import { createSaveReplies } from './save-replies.ts';

/** What recipients wrote or tapped, how it is shown, and what is answered. */
export interface Replies extends ReplyLedger, ReplyReader {
  readonly threads: ThreadLedger;
  readonly answers: Answers;
}

/** @param leaseMs how long a worker holds the replies that it posts without renewing it */
export function createReplies(engine: Engine, keyOf: NumberKeyOf, leaseMs: number): Replies {
  return {
    quickReplyLabels: createQuickReplyLabels(engine),
    saveReplies: createSaveReplies(engine, keyOf),
    ...createReplyReader(engine, keyOf),
    threads: createReplyThreads(engine, leaseMs),
    answers: { findConversation: createFindConversation(engine, keyOf), accept: createAcceptAnswer(engine, keyOf) },
  };
}

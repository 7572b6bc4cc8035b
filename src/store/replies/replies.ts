import type { ReplyLedger, ReplyReader } from '../../flow/ports/store/replies.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { createReplyReader } from './read-replies.ts';
import { createSaveReplies } from './save-replies.ts';

/** What recipients wrote or tapped. */
export type Replies = ReplyLedger & ReplyReader;

export function createReplies(engine: Engine, keyOf: NumberKeyOf): Replies {
  return { saveReplies: createSaveReplies(engine, keyOf), ...createReplyReader(engine, keyOf) };
}

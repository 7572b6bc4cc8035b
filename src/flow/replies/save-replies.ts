import {
  type IsMarkSigned,
  looksLikeMark,
  type PayloadMark,
  readPayloadMark,
} from '../../core/replies/payload-mark.ts';
import type { Reply } from '../../core/replies/reply.ts';
import type { Log } from '../ports/log.ts';
import type { NewReply, OptOutSaid, ReplyLedger, ReplyOutcome } from '../ports/store/replies/replies.ts';

/**
 * Saves the replies of one callback, all or none, and what they say of opting out. Throws when they could not be saved, so that
 * the provider sends them again.
 */
export type SaveReplies = (replies: readonly Reply[]) => Promise<void>;

/** What the policy in force, or the usual list, says of words and buttons. */
interface OptOutReader {
  /** What a whole message means; undefined for one that has nothing to do with it. */
  readWord(text: string): 'out' | 'back' | 'ambiguous' | undefined;
  /** Whether a button with this text means no to marketing. */
  isButton(text: string): boolean;
}

interface Needs {
  readonly ledger: ReplyLedger;
  readonly isMarkSigned: IsMarkSigned;
  readonly optOuts: OptOutReader;
  /** Whether there is a channel for replies that belong to no send. */
  readonly hasInbox: boolean;
  /** There is something to post, and cards are behind. */
  readonly wake: () => void;
  /** Counts what became of each reply. */
  readonly count: (outcome: ReplyOutcome) => void;
  readonly log: Log;
}

export function createSaveReplies({ ledger, isMarkSigned, optOuts, hasInbox, wake, count, log }: Needs): SaveReplies {
  return async (replies) => {
    const tapped = await withLabels(
      replies.map((reply) => ({ reply, mark: readPayloadMark(reply.payload, isMarkSigned) })),
      ledger,
    );
    const given = tapped.map((one) => newReply(one, optOuts));
    const outcomes = await ledger.saveReplies(given, hasInbox ? 'waiting' : 'counted');
    for (const [index, outcome] of outcomes.entries()) {
      count(outcome);
      // Nothing that a person wrote, and nothing that names the person.
      log.info({ result: outcome.kind, matchedBy: outcome.matchedBy, kind: given[index]?.reply.kind }, 'reply');
    }
    if (outcomes.some(({ kind }) => kind !== 'known')) wake();
  };
}

interface Tapped {
  readonly reply: Reply;
  readonly mark: PayloadMark | undefined;
}

/** V1 may hand over nothing of a tap but our mark: what the button says is then read from the template that was sent. */
async function withLabels(replies: readonly Tapped[], ledger: ReplyLedger): Promise<readonly Tapped[]> {
  const marks = replies.flatMap(({ reply, mark }) => (reply.text === undefined && mark !== undefined ? [mark] : []));
  if (marks.length === 0) return replies;
  const found = await ledger.quickReplyLabels(marks);
  const labels = new Map(marks.map((mark, index) => [mark, found[index]]));
  return replies.map(({ reply, mark }) => {
    const text = reply.text ?? (mark && labels.get(mark));
    return { reply: { ...reply, text }, mark };
  });
}

/** A mark of ours names the batch; it is no payload that a person gave, and is not kept. */
function newReply({ reply, mark }: Tapped, optOuts: OptOutReader): NewReply {
  const isMark = reply.payload !== undefined && looksLikeMark(reply.payload);
  return {
    reply: isMark ? { ...reply, payload: undefined } : reply,
    markedBatch: mark?.batchToken,
    optOut: optOutOf(reply, optOuts),
  };
}

const OPT_OUT_PAYLOAD = /^opt[-_ ]?out$/i;

/**
 * What a reply says of opting out. Only a text or a tap does: who sends a photo with "stop" under it means the photo. A button that
 * says no answers the question above it, so it is never ambiguous.
 */
function optOutOf({ kind, text, payload }: Reply, { readWord, isButton }: OptOutReader): OptOutSaid | undefined {
  if (kind === 'button' || kind === 'choice') {
    if (OPT_OUT_PAYLOAD.test(payload?.trim() ?? '') || (text !== undefined && isButton(text)))
      return { kind: 'opted_out', scope: 'marketing', source: 'button' };
    const isWord = text !== undefined && readWord(text) === 'out';
    return isWord ? { kind: 'opted_out', scope: 'all', source: 'button' } : undefined;
  }
  const word = kind === 'text' && text !== undefined ? readWord(text) : undefined;
  switch (word) {
    case 'out':
      return { kind: 'opted_out', scope: 'all', source: 'word' };
    case 'back':
      return { kind: 'opted_in' };
    case 'ambiguous':
      return { kind: 'ambiguous' };
    case undefined:
      return undefined;
  }
}

import { sql, type Transaction } from 'kysely';
import { ANSWERED_LATELY_MS } from '../../core/template/message/free-text.ts';
import { type AcceptResult, CommitOutcomeUnknown } from '../../flow/ports/store/accept-send.ts';
import type { AnswerResult, Answers, NewAnswer } from '../../flow/ports/store/replies/answers.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import type { Tables } from '../schema/tables.ts';
import { acceptIn, refusalOf } from '../sends/accept-send.ts';
import { findLastAnswer, findWindow, isOptedOut } from './conversation.ts';
import { spellingsOf } from './match-replies.ts';

/**
 * Commits an answer as a send, in one transaction that also decides whether it may leave: the window by the database's clock, the
 * person's wishes, and a colleague's answer of a moment ago. It locks the person first, so that of two answers at the same time
 * the second sees the first.
 *
 * @throws CommitOutcomeUnknown when the commit was not acknowledged, so the answer may be saved
 */
export function createAcceptAnswer(engine: Engine, keyOf: NumberKeyOf): Answers['accept'] {
  return async (answer) => {
    let isCommitting = false;
    try {
      return await engine.transact(async (transaction) => {
        const accepted = await accept(engine, transaction, keyOf, answer);
        isCommitting = true;
        return accepted;
      });
    } catch (error) {
      const refusal = error instanceof Refused ? error.refusal : refusalOf(error);
      if (refusal !== undefined) return refusal;
      throw isCommitting
        ? new CommitOutcomeUnknown('The commit of an answer was not answered', { cause: error })
        : error;
    }
  };
}

type Refusal = Exclude<AnswerResult, AcceptResult>;

/** Rolls back an answer that may not leave. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('The answer may not leave');
    this.refusal = refusal;
  }
}

async function accept(
  engine: Engine,
  transaction: Transaction<Tables>,
  keyOf: NumberKeyOf,
  answer: NewAnswer,
): Promise<AnswerResult> {
  const { replyId, seenUntil, send } = answer;
  const [number] = send.order.recipients;
  const { actorId, sender } = send.order;
  // A person may be written to under several spellings of one number.
  const [person = ''] = spellingsOf({ from: number }).toSorted();
  await sql`select ${engine.lockOn([`answer ${person}`])}`.execute(transaction);
  const accepted = await acceptIn(engine, transaction, send, keyOf);
  // The same press again: what was decided then stands.
  if (accepted.kind !== 'accepted' || !accepted.isNew) return accepted;
  const { openUntil, now } = await findWindow(engine, transaction, keyOf, { number, sender });
  if (openUntil === undefined || openUntil <= now) throw new Refused({ kind: 'window_closed' });
  if (await isOptedOut(engine, transaction, keyOf, number)) throw new Refused({ kind: 'opted_out' });
  const last = await findLastAnswer(engine, transaction, number, { exceptSendId: send.id });
  const isNews =
    last !== undefined &&
    last.by !== actorId &&
    now.getTime() - last.at.getTime() < ANSWERED_LATELY_MS &&
    (seenUntil === undefined || last.at > seenUntil);
  if (isNews) throw new Refused({ kind: 'answered', answer: last });
  await transaction
    .updateTable('sends')
    .set({ answers_reply_id: replyId, expires_at: openUntil.getTime() })
    .where('id', '=', send.id)
    .execute();
  await transaction
    .updateTable('replies')
    .set({ answered_by: actorId, answered_at: engine.now })
    .where('id', '=', replyId)
    .execute();
  return accepted;
}

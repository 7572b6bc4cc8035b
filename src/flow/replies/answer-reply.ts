import { formatNoun } from '../../core/format.ts';
import { MAX_SUBMISSION_MS } from '../../core/limits.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import { quotaSentence } from '../../core/rules/quota-sentence.ts';
import type { QuotaShortage, SendRules } from '../../core/rules/send-rules.ts';
import { ANSWER_TEMPLATE, freeText } from '../../core/template/message/free-text.ts';
import { privateTextsOf } from '../../core/template/message/message-values.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import type { RequestEncoder } from '../ports/provider.ts';
import { CommitOutcomeUnknown, type NewSend } from '../ports/store/accept-send.ts';
import type { Asker } from '../ports/store/lookup.ts';
import type { AnswerResult, Answers, Conversation, GivenAnswer } from '../ports/store/replies/answers.ts';
import type { AskRules } from '../rules/ask-rules.ts';
import { type FindOutsideTeam, outsideTeamProblem } from '../rules/outside-team.ts';
import { acceptOrFind } from '../send/accept-or-find.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** An answer as a person submitted it. */
interface AnswerInput {
  readonly conversation: Conversation;
  readonly asker: Asker;
  /** As typed. */
  readonly text: string;
  /** `installation:view.id`: the same one twice is one answer. */
  readonly dedupeKey: string;
  /** The newest answer of a colleague that the person said yes to; undefined where none was shown. */
  readonly seenUntil: Date | undefined;
}

type Answered =
  | { readonly kind: 'accepted'; readonly sendId: string }
  /** What is wrong with the text, or why it may not leave; what was typed stays. */
  | { readonly kind: 'problem'; readonly sentence: string }
  | { readonly kind: 'window_closed' }
  | { readonly kind: 'answered'; readonly answer: GivenAnswer };

/** Commits an answer as a send, or says why not. Pressing twice is one answer. Never rejects. */
export type AnswerReply = (input: AnswerInput) => Promise<Answered>;

interface Needs {
  readonly answers: Answers;
  readonly provider: RequestEncoder;
  readonly askRules: AskRules;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly senders: readonly PhoneNumber[];
  readonly reportsExpected: boolean;
  readonly auditChannel: string | undefined;
  readonly newSendId: () => string;
  /** Not to be guessed: it proves that a report belongs to a batch. */
  readonly newToken: () => string;
  /** The ledger has new work. */
  readonly wakeAll: () => void;
  readonly concealment: Concealment;
  readonly log: Log;
}

const NO_NUMBER =
  'WhatsApp did not say this person’s number, so there is nobody to answer. Write to them from your phone.';
const NOT_SET_UP = 'They wrote to a number that this bot does not send from any more, so an answer cannot leave.';
const OPTED_OUT =
  'This person asked for no more messages, so nothing was sent. If they ask for an answer, they can write START first.';
const NOT_SAVED =
  'Nothing was sent, because it could not be recorded just now. Press the button again in a moment: it is sent only once.';
const UNCERTAIN =
  'It is not certain that this was recorded, because the database did not respond. Press the button again in a moment: it is sent only once.';

export function createAnswerReply(needs: Needs): AnswerReply {
  return async (input) => {
    const message = freeText(input.text);
    const work = needs.concealment.during(privateTextsOf(message), () => tryToAnswer(needs, input));
    const answered = await withTimeout(MAX_SUBMISSION_MS, work);
    if (answered.kind === 'done') return answered.value;
    needs.log.warn({}, 'the ledger is slow to save an answer');
    return { kind: 'problem', sentence: UNCERTAIN };
  };
}

async function tryToAnswer(needs: Needs, input: AnswerInput): Promise<Answered> {
  try {
    return await answer(needs, input);
  } catch (error) {
    needs.log.error({ err: error }, 'answer not saved');
    return problem(error instanceof CommitOutcomeUnknown ? UNCERTAIN : NOT_SAVED);
  }
}

async function answer(needs: Needs, input: AnswerInput): Promise<Answered> {
  const { asker, conversation, seenUntil } = input;
  const { reply } = conversation;
  const sender = senderOf(conversation, needs.senders);
  if (reply.from === undefined) return problem(NO_NUMBER);
  if (sender === undefined) return problem(NOT_SET_UP);
  const message = freeText(input.text);
  const request = needs.provider.encode({ message, sender, recipients: [reply.from] }, undefined);
  if (!request.ok) return problem(request.failure.map(({ sentence }) => sentence).join(' '));
  const notReached = outsideTeamProblem(await needs.findOutsideTeam([reply.from]));
  if (notReached !== undefined) return problem(notReached);
  const channelId = conversation.channelId ?? asker.channelId;
  // To whoever wrote, it is service; rules that mean answers name them.
  const template = { name: ANSWER_TEMPLATE, category: 'UTILITY' as const };
  const asked = await needs.askRules({ actorId: asker.actorId, channelId, template, recipients: 1 });
  if (asked.kind === 'refused') return problem(asked.sentence);
  // Whoever wrote waits for the answer, at whatever hour, and wants it unless they want nothing at all.
  const rules: SendRules = { ...asked.rules, optOutScope: 'all', keepsQuietHours: false };
  const order = {
    teamId: asker.teamId,
    channelId,
    actorId: asker.actorId,
    template: undefined,
    message,
    sender,
    recipients: [reply.from],
    parentId: undefined,
  };
  const send = newSend(needs, { order, rules, dedupeKey: input.dedupeKey, thread: conversation.thread });
  const result = await acceptOrFind(needs.answers.accept, { replyId: reply.id, send, seenUntil });
  if (result.kind !== 'accepted') return refused(result);
  const { isNew, sendId } = result;
  needs.concealment.remember(privateTextsOf(message));
  needs.log.info({ sendId, isNew, actorId: asker.actorId }, 'answer accepted');
  needs.wakeAll();
  return { kind: 'accepted', sendId };
}

/** The number that they wrote to, while the bot sends from it; the only one there is, where nothing says which. */
function senderOf({ sender }: Conversation, senders: readonly PhoneNumber[]): PhoneNumber | undefined {
  if (sender === undefined) return senders.length === 1 ? senders[0] : undefined;
  return senders.find((known) => known === sender);
}

interface Parts extends Pick<NewSend, 'order' | 'dedupeKey'> {
  readonly rules: SendRules;
  readonly thread: Conversation['thread'];
}

function newSend(needs: Needs, { order, rules, dedupeKey, thread }: Parts): NewSend {
  const audit = needs.auditChannel;
  return {
    id: needs.newSendId(),
    dedupeKey,
    order,
    rules,
    batches: [{ token: needs.newToken(), recipients: order.recipients }],
    reportsExpected: needs.reportsExpected,
    cards: [
      ...(thread === undefined
        ? [{ role: 'answer' as const, destination: order.actorId }]
        : [{ role: 'answer' as const, destination: thread.channelId, threadTs: thread.ts }]),
      ...(audit === undefined ? [] : [{ role: 'audit' as const, destination: audit }]),
    ],
    responseUrl: undefined,
  };
}

function refused(result: Exclude<AnswerResult, { kind: 'accepted' }>): Answered {
  switch (result.kind) {
    case 'window_closed':
    case 'answered':
      return result;
    case 'opted_out':
      return problem(OPTED_OUT);
    case 'over_quota':
      return problem(`Nothing was sent. ${overQuota(result.shortage)}`);
    case 'repeated':
    case 'draft_lost':
      return problem(NOT_SAVED);
  }
}

/** Whose quota it is, in words for one person. */
function overQuota(shortage: QuotaShortage): string {
  if (shortage.quota !== 'number') return quotaSentence(shortage, 'this answer is for one person');
  return `This person has had the ${formatNoun(shortage.limit, 'message')} of today, which is what the policy allows. Answer tomorrow.`;
}

function problem(sentence: string): Answered {
  return { kind: 'problem', sentence };
}

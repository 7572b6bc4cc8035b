import { MAX_SUBMISSION_MS } from '../../core/limits.ts';
import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Numbering } from '../../core/recipients/recipient.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Mode } from '../../core/rules/mode.ts';
import { type CodeLimit, codeMessage } from '../../core/rules/number-code.ts';
import { quotaSentence } from '../../core/rules/quota-sentence.ts';
import type { SendRules } from '../../core/rules/send-rules.ts';
import type { TemplateMessage } from '../../core/template/message/message.ts';
import type { Template } from '../../core/template/template.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import type { RequestEncoder } from '../ports/provider.ts';
import { type AcceptResult, CommitOutcomeUnknown, type NewSend } from '../ports/store/accept-send.ts';
import type { CodeTried, NumberCodes } from '../ports/store/rules/number-codes.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import type { AskRules } from '../rules/ask-rules.ts';
import { askInTime } from '../rules/check-rules.ts';
import { allOptedOut, type FindOptedOut } from '../rules/opted-out.ts';
import type { FindOutsideTeam } from '../rules/outside-team.ts';
import { acceptOrFind } from '../send/accept-or-find.ts';
import { readRecipientList } from '../send/read-recipient-list.ts';
import { withTimeout } from '../timing/with-timeout.ts';

/** A person's question for a code. */
interface CodeQuestion {
  readonly teamId: string;
  readonly actorId: string;
  /** Where the command was typed. */
  readonly channelId: string;
  /** As typed. */
  readonly number: string;
  /** Names the installation and the command: the same one twice is one code. */
  readonly dedupeKey: string;
}

/** What a question for a code led to. */
export type CodeAsked =
  /** It is on its way, by the send with this ID. */
  | { readonly kind: 'sent'; readonly sendId: string; readonly number: PhoneNumber }
  /** Why there is no code, and who can change that, as a sentence. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** Too many were sent of late. */
  | { readonly kind: 'too_many'; readonly because: CodeLimit['because']; readonly waitMs: number };

/** A person proves that a number is theirs, by a code that is sent to it. Neither rejects. */
export interface ProveNumber {
  ask(question: CodeQuestion): Promise<CodeAsked>;
  tryCode(tried: {
    readonly sendId: string;
    readonly personId: string;
    /** As typed. */
    readonly typed: string;
  }): Promise<CodeTried | { readonly kind: 'not_known' }>;
}

interface Needs {
  readonly mode: Mode;
  /** The template that carries codes; undefined where the configuration names none. */
  readonly codeTemplate: { readonly name: string; readonly language: string } | undefined;
  readonly catalogue: TemplateFinder;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly findOptedOut: FindOptedOut;
  readonly askRules: AskRules;
  readonly provider: RequestEncoder;
  readonly numberCodes: Pick<NumberCodes, 'accept' | 'tryCode'>;
  readonly senders: readonly PhoneNumber[];
  readonly reportsExpected: boolean;
  readonly auditChannel: string | undefined;
  readonly newSendId: () => string;
  /** Not to be guessed: it proves that a report belongs to a batch. */
  readonly newToken: () => string;
  /** The ledger has new work. */
  readonly wakeAll: () => void;
  readonly concealment: Pick<Concealment, 'during'>;
  readonly log: Log;
}

const NOTHING_TO_PROVE: Readonly<Record<Exclude<Mode, 'team'>, string>> = {
  live: 'There is nothing to prove: this bot is not in team mode, so your number gets messages like any other.',
  trial: 'There is nothing to prove: this bot is on trial, and nothing leaves it, so no code could reach you.',
};
const NO_TEMPLATE =
  'No code can be sent yet. Your admin has to set TEAM_CODE_TEMPLATE to the `name:language` of a template that takes one value, the code; or to add your number to TEAM_NUMBERS.';
const ONE_NUMBER = 'One number at a time: a code was sent to nobody.';
const APPROVAL =
  'The rules ask for somebody’s approval of such a message, and a code does not wait for one. Your admin can add your number to TEAM_NUMBERS.';
const NOT_SAVED = 'No code was sent, because it could not be recorded just now. Try again in a moment.';
const UNCERTAIN =
  'It is not certain that a code was sent, because the database did not respond. Look at your phone, and ask again if none comes within a minute.';
const ALREADY = 'is one of the team’s numbers already: messages reach it.';

export function createProveNumber(needs: Needs): ProveNumber {
  const { concealment, log, numberCodes } = needs;
  return {
    async ask(question) {
      try {
        return await ask(needs, question);
      } catch (error) {
        log.error({ err: error }, 'code not sent');
        return refused(error instanceof CommitOutcomeUnknown ? UNCERTAIN : NOT_SAVED);
      }
    },
    tryCode: ({ typed, ...tried }) =>
      concealment.during([typed.trim()], async () => {
        try {
          const digits = typed.normalize('NFKC').replaceAll(/\D/g, '');
          const result = await withTimeout(MAX_SUBMISSION_MS, numberCodes.tryCode({ ...tried, typed: digits }));
          if (result.kind === 'done') {
            log.info({ ...tried, result: result.value.kind }, 'code tried');
            return result.value;
          }
          log.warn({}, 'the ledger is slow to try a code');
        } catch (error) {
          log.error({ err: error }, 'code not tried');
        }
        return { kind: 'not_known' };
      }),
  };
}

async function ask(needs: Needs, question: CodeQuestion): Promise<CodeAsked> {
  const { codeTemplate, mode, senders } = needs;
  if (mode !== 'team') return refused(NOTHING_TO_PROVE[mode]);
  const [sender] = senders;
  const read = await readNumber(needs, question.number, sender);
  if (!read.ok) return refused(read.failure);
  const number = read.value;
  if ((await needs.findOutsideTeam([number])).length === 0) return refused(`${maskPhoneNumber(number)} ${ALREADY}`);
  if (codeTemplate === undefined || sender === undefined) return refused(NO_TEMPLATE);
  const { language, name } = codeTemplate;
  const template = needs.catalogue.find(name, language);
  if (template === undefined)
    return refused(
      `No code can be sent: TEAM_CODE_TEMPLATE names ${name}:${language}, which is not in the list of templates. Your admin has to correct it.`,
    );
  const message = codeMessage(template);
  if (!message.ok) return refused(message.failure);
  return send(needs, question, { number, sender, template, message: message.value });
}

interface Code {
  readonly number: PhoneNumber;
  readonly sender: PhoneNumber;
  readonly template: Template;
  readonly message: TemplateMessage;
}

/** An ordinary send of one template to one number, which the ledger lets past the mode because it is a code's. */
async function send(needs: Needs, question: CodeQuestion, code: Code): Promise<CodeAsked> {
  const { actorId, channelId, dedupeKey, teamId } = question;
  const { message, number, sender, template } = code;
  const encoded = needs.provider.encode({ message, sender, recipients: [number] }, undefined);
  if (!encoded.ok) return refused(encoded.failure.map(({ sentence }) => sentence).join(' '));
  const optedOut = allOptedOut(await needs.findOptedOut({ actorId, template, recipients: [number] }));
  if (optedOut !== undefined) return refused(optedOut);
  const asked = await askInTime(needs, { actorId, channelId, template, recipients: 1 });
  if (asked.kind === 'refused') return refused(asked.sentence);
  if (asked.rules.approval !== undefined) return refused(APPROVAL);
  const order = { teamId, channelId, actorId, template, message, sender, recipients: [number], parentId: undefined };
  // The person waits for it, at whatever hour.
  const rules = { ...asked.rules, keepsQuietHours: false };
  const result = await acceptOrFind(needs.numberCodes.accept, newSend(needs, order, rules, dedupeKey));
  return saidOf(needs, result, question, number);
}

function saidOf(
  { log, wakeAll }: Needs,
  result: AcceptResult | Extract<CodeAsked, { kind: 'too_many' }>,
  { actorId }: CodeQuestion,
  number: PhoneNumber,
): CodeAsked {
  switch (result.kind) {
    case 'accepted':
      log.info({ sendId: result.sendId, actorId }, 'code sent');
      wakeAll();
      return { kind: 'sent', sendId: result.sendId, number };
    case 'too_many':
      return { kind: 'too_many', because: result.because, waitMs: result.waitMs };
    case 'over_quota':
      return refused(quotaSentence(result.shortage, 'a code is one message'));
    case 'repeated':
    case 'draft_lost':
      return refused(NOT_SAVED);
  }
}

/** Its card goes to the person alone, and to the audit channel: neither has the code. */
function newSend(needs: Needs, order: NewSend['order'], rules: SendRules, dedupeKey: string): NewSend {
  const { auditChannel, newSendId, newToken, reportsExpected } = needs;
  return {
    id: newSendId(),
    dedupeKey,
    order,
    rules,
    batches: [{ token: newToken(), recipients: order.recipients }],
    reportsExpected,
    cards: [
      { role: 'channel', destination: order.actorId },
      ...(auditChannel === undefined ? [] : [{ role: 'audit' as const, destination: auditChannel }]),
    ],
    responseUrl: undefined,
  };
}

async function readNumber(
  { loadNumbering }: Needs,
  typed: string,
  sender: PhoneNumber | undefined,
): Promise<Result<PhoneNumber, string>> {
  const read = readRecipientList(await loadNumbering(), undefined, { recipients: typed }, sender);
  if (!read.ok) return fail(read.failure.map(({ sentence }) => sentence).join(' '));
  const [first, ...more] = read.value.recipients;
  return first === undefined || more.length > 0 ? fail(ONE_NUMBER) : ok(first.number);
}

function refused(sentence: string): CodeAsked {
  return { kind: 'refused', sentence };
}

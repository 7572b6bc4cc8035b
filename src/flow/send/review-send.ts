import { MAX_SUBMISSION_MS, REPEAT_WINDOW_MS } from '../../core/limits.ts';
import type { CountryChoice } from '../../core/recipients/local-numbers.ts';
import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Numbering, Recipient } from '../../core/recipients/recipient.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type Mode, modeSentence } from '../../core/rules/mode.ts';
import type { QuietWait } from '../../core/rules/quiet-wait.ts';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { SendOrder } from '../../core/send/send.ts';
import type { FieldId, FieldValues } from '../../core/template/fields/field.ts';
import { fillByName, fillTemplate } from '../../core/template/fields/fields.ts';
import { type OutgoingMessage, type TemplateMessage, templateMessage } from '../../core/template/message/message.ts';
import { type Preview, previewOf } from '../../core/template/message/preview.ts';
import { type ReviewNotes, reviewNotes, sentences } from '../../core/template/message/review-notes.ts';
import { obstacleTo } from '../../core/template/sendability.ts';
import type { Template } from '../../core/template/template.ts';
import type { Concealment } from '../ports/concealment.ts';
import type { Log } from '../ports/log.ts';
import type { EncodingProblem, ProviderRequest, RequestCodec } from '../ports/provider.ts';
import type { Draft, DraftWriter } from '../ports/store/drafts.ts';
import type { FindRepeats, Repeat } from '../ports/store/repeats.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import { type CheckRules, checkedSend, type RulesChecked } from '../rules/check-rules.ts';
import { allOptedOut, type FindOptedOut, type OptedOut, optedOutNote } from '../rules/opted-out.ts';
import { type FindOutsideTeam, outsideTeamProblem } from '../rules/outside-team.ts';
import type { FindQuietWaits } from '../rules/quiet-waits.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import { readRecipientList } from './read-recipient-list.ts';

/** The content of the compose view when "Review" was pressed, not checked yet. */
export interface ComposeInput {
  readonly teamId: string;
  readonly actorId: string;
  readonly channelId: string;
  readonly responseUrl: string | undefined;
  readonly parentId: string | undefined;
  readonly choice: TemplateChoice | undefined;
  readonly values: FieldValues;
  /** As typed or pasted. */
  readonly recipients: string;
  /** ISO 3166: what the person chose for numbers without a country code. */
  readonly country?: string | undefined;
  /** The person chose them without having read their numbers, and does not read them now. */
  readonly areRecipientsHidden?: boolean;
  /** E.164; undefined when there is only one sender and so no input. */
  readonly sender: string | undefined;
}

export type TemplateChoice =
  | { readonly kind: 'listed'; readonly name: string; readonly language: string }
  /** Not in the catalogue: one parameter a line. */
  | { readonly kind: 'by_name'; readonly name: string; readonly params: string };

/** Every input that a person can fill, so that each problem is shown at its own. */
export type InputField = FieldId | 'template' | 'template_name' | 'params' | 'recipients' | 'sender' | 'channel';

export interface InputProblem {
  readonly field: InputField;
  readonly sentence: string;
  /** One of these may be chosen instead of typing a country code to each number. */
  readonly countries?: readonly CountryChoice[];
}

/** What the person sees before confirming; rendered from the encoded request, not from the typed text. */
export interface Review {
  readonly draftId: string;
  readonly order: SendOrder;
  readonly preview: Preview;
  readonly request: ProviderRequest;
  readonly sender: PhoneNumber;
  /** The sender as people write it: `+91 98000 00000`. */
  readonly senderInternational: string;
  readonly recipients: readonly Recipient[];
  readonly duplicates: readonly Recipient[];
  readonly notes: ReviewNotes;
  /** Those of the recipients who said no: they get nothing. Left out where no one did. */
  readonly optedOut?: OptedOut;
  /** Sends of the same message to the same people a short while ago: the person has to say yes to them too. */
  readonly repeats?: readonly Repeat[];
  /** What of it would wait for the end of quiet hours if it was sent now. */
  readonly quietWaits?: readonly QuietWait[];
  /** What the rules say of it; left out where nothing has to be said. */
  readonly said?: RulesSaid;
}

/** Makes a review from the compose view and saves it as a draft, or says what is wrong at which input. */
export type ReviewSend = (input: ComposeInput) => Promise<Result<Review, readonly InputProblem[]>>;

interface Needs {
  readonly catalogue: TemplateFinder;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly provider: RequestCodec;
  readonly drafts: DraftWriter;
  readonly findRepeats: FindRepeats;
  readonly checkRules: CheckRules;
  readonly findOptedOut: FindOptedOut;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly findQuietWaits: FindQuietWaits;
  readonly mode: Mode;
  readonly senders: readonly PhoneNumber[];
  readonly reportsExpected: boolean;
  readonly newDraftId: () => string;
  readonly concealment: Pick<Concealment, 'during'>;
  readonly log: Log;
}

type Problems = readonly InputProblem[];

const CANNOT_SAVE =
  'Messages cannot be recorded right now, so nothing can leave. What you typed is kept: try again in a minute, and tell your admin if it stays.';

export function createReviewSend(needs: Needs): ReviewSend {
  return (input) => needs.concealment.during(typedTexts(input), () => review(needs, input));
}

async function review(needs: Needs, input: ComposeInput): ReturnType<ReviewSend> {
  const content = readContent(needs, input.choice, input.values);
  const sender = readSender(needs.senders, input.sender);
  const numbering = await needs.loadNumbering();
  const country = numbering.countries.find(({ code }) => code === input.country);
  const list = readRecipientList(numbering, country, input, sender.ok ? sender.value : undefined);
  if (!(content.ok && sender.ok && list.ok)) return fail([content, list, sender].flatMap(problemsOf));

  const { template, message } = content.value;
  const recipients = list.value.recipients.map((recipient) => recipient.number);
  const request = needs.provider.encode({ message, sender: sender.value, recipients }, undefined);
  if (!request.ok) return fail(request.failure.map((problem) => problemAtInput(problem, input.choice)));

  const decoded = needs.provider.decode(request.value);
  const order = orderOf(input, template, decoded);
  const draftId = needs.newDraftId();
  const { areRecipientsHidden, responseUrl } = input;
  const draft = { order, responseUrl, ...(areRecipientsHidden === true && { areRecipientsHidden }) };
  // A draft that the rules refuse is never confirmed, and expires.
  const [checked, found] = await Promise.all([checkInTime(needs, order), saveDraft(needs, draftId, draft)]);
  if (checked?.kind === 'refused') return oneProblem('template', checked.sentence);
  if (checked?.kind === 'over_quota') return oneProblem('recipients', checked.sentence);
  if (found === undefined || checked === undefined) return oneProblem('template', CANNOT_SAVE);
  const { optedOut, outside, repeats } = found;
  const notReached = outsideTeamProblem(outside);
  if (notReached !== undefined) return oneProblem('recipients', notReached);
  const isForNoOne = optedOut.numbers.length === recipients.length && !optedOut.mayBeExcepted;
  const problem = isForNoOne ? allOptedOut(optedOut) : undefined;
  if (problem !== undefined) return oneProblem('recipients', problem);
  const notes = reviewNotes({ ...order, ...list.value, country, reportsExpected: needs.reportsExpected });
  return ok({
    draftId,
    order,
    preview: previewOf(template, decoded.message),
    request: request.value,
    sender: decoded.sender,
    senderInternational: internationalOf(decoded.sender, numbering),
    recipients: list.value.recipients,
    duplicates: list.value.duplicates,
    ...(optedOut.numbers.length > 0 && { optedOut }),
    repeats,
    quietWaits: quietWaits(needs, order, list.value.recipients, optedOut),
    said: checked.said,
    notes: { ...notes, first: [...sentences(modeSentence(needs.mode), optedOutNote(optedOut)), ...notes.first] },
  });
}

/** Which messages would wait for the end of quiet hours. People who opted out get none, unless an exception may be made for them. */
function quietWaits(
  { findQuietWaits }: Pick<Needs, 'findQuietWaits'>,
  order: SendOrder,
  recipients: readonly Recipient[],
  { mayBeExcepted, numbers }: OptedOut,
): readonly QuietWait[] {
  const reached = mayBeExcepted ? recipients : recipients.filter(({ number }) => !numbers.includes(number));
  const { template } = checkedSend(order);
  return findQuietWaits(
    template,
    reached.map(({ countryCode }) => countryCode),
  );
}

/** What the rules say; undefined when the ledger does not answer. */
async function checkInTime({ checkRules, log }: Needs, order: SendOrder): Promise<RulesChecked | undefined> {
  try {
    const checked = await withTimeout(MAX_SUBMISSION_MS, checkRules(checkedSend(order)));
    if (checked.kind === 'done') return checked.value;
    log.error({}, 'the ledger is slow to look up quotas');
  } catch (error) {
    log.error({ err: error }, 'quotas not looked up');
  }
  return undefined;
}

/** As typed, good or bad: what is wrong may stand in an error too. */
function typedTexts({ choice, values }: ComposeInput): readonly string[] {
  const lines = choice?.kind === 'by_name' ? choice.params.split(/[\r\n]+/) : [];
  return [...Object.values(values), ...lines].map((text = '') => text.trim());
}

interface Found {
  /** Those that the mode keeps messages from. */
  readonly outside: readonly PhoneNumber[];
  readonly repeats: readonly Repeat[];
  readonly optedOut: OptedOut;
}

/** Saves the draft and gives what the ledger knows of its people; undefined when it does not answer before Slack hangs up. */
async function saveDraft(needs: Needs, draftId: string, draft: Draft): Promise<Found | undefined> {
  const { actorId, message, recipients, template } = draft.order;
  const asked = { name: message.template, category: template?.category };
  const work = Promise.all([
    needs.drafts.save(draftId, draft).then(() => needs.findRepeats(draft.order, REPEAT_WINDOW_MS)),
    needs.findOptedOut({ actorId, recipients, template: asked }),
    needs.findOutsideTeam(recipients),
  ]).then(([repeats, optedOut, outside]) => ({ repeats, optedOut, outside }));
  try {
    const saved = await withTimeout(MAX_SUBMISSION_MS, work);
    if (saved.kind === 'done') return saved.value;
    needs.log.error({}, 'the ledger is slow to save a draft');
  } catch (error) {
    needs.log.error({ err: error }, 'draft not saved');
  }
  return undefined;
}

interface Content {
  readonly template: Template | undefined;
  readonly message: TemplateMessage;
}

function readContent(
  { catalogue }: Pick<Needs, 'catalogue'>,
  choice: TemplateChoice | undefined,
  values: FieldValues,
): Result<Content, Problems> {
  if (choice === undefined) return oneProblem('template', 'Choose a template: it decides what else is needed.');
  if (choice.kind === 'by_name') {
    const message = fillByName(choice);
    return message.ok ? ok({ template: undefined, message: message.value }) : message;
  }
  const template = catalogue.find(choice.name, choice.language);
  if (template === undefined) {
    return oneProblem('template', `${choice.name} is no longer in the list of templates. Choose another one.`);
  }
  const obstacle = obstacleTo(template);
  if (obstacle !== undefined) return oneProblem('template', `${obstacle.sentence} ${obstacle.instead}`);
  const message = fillTemplate(template, values);
  return message.ok ? ok({ template, message: message.value }) : message;
}

function readSender(senders: readonly PhoneNumber[], chosen: string | undefined): Result<PhoneNumber, Problems> {
  const sender = chosen === undefined ? senders[0] : findSender(senders, chosen);
  return sender === undefined
    ? oneProblem('sender', 'This sender is not set up any more. Choose another one.')
    : ok(sender);
}

/** A sender that cannot be read is not set up, and never replaced by another one. */
function findSender(senders: readonly PhoneNumber[], chosen: string): PhoneNumber | undefined {
  const parsed = parsePhoneNumber(chosen);
  return parsed.ok ? senders.find((known) => known === parsed.value) : undefined;
}

function problemAtInput({ field, sentence }: EncodingProblem, choice: TemplateChoice | undefined): InputProblem {
  if (choice?.kind === 'by_name' && field.startsWith('param_')) return { field: 'params', sentence };
  return { field: field === 'text' ? 'template' : field, sentence };
}

/** As it is where it is a number of no plan. */
function internationalOf(number: PhoneNumber, { read }: Numbering): string {
  const reading = read(number);
  return reading.ok ? reading.value.international : number;
}

function orderOf(input: ComposeInput, template: Template | undefined, decoded: OutgoingMessage): SendOrder {
  const { teamId, channelId, actorId, parentId } = input;
  return { teamId, channelId, actorId, parentId, template, ...decoded, message: templateMessage(decoded.message) };
}

function oneProblem(field: InputField, sentence: string): Result<never, Problems> {
  return fail([{ field, sentence }]);
}

function problemsOf(result: Result<unknown, Problems>): Problems {
  return result.ok ? [] : result.failure;
}

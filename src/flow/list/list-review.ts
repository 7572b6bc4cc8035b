import { type ListColumns, type ListPlan, type PlannedMessage, problemLine } from '../../core/list/list-plan.ts';
import { numberNotes } from '../../core/list/number-notes.ts';
import { columnName, formSentence, type Sheet } from '../../core/list/sheet.ts';
import { maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Recipient } from '../../core/recipients/recipient.ts';
import { type Mode, modeSentence } from '../../core/rules/mode.ts';
import type { RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import { templateMessage } from '../../core/template/message/message.ts';
import { reviewNotes } from '../../core/template/message/review-notes.ts';
import type { Template } from '../../core/template/template.ts';
import type { RequestCodec } from '../ports/provider.ts';
import type { ListInput, ListReview, SampleMessage } from '../ports/store/lists/list-drafts.ts';
import type { PlanRepeats } from '../ports/store/lists/plans.ts';
import { type FindOptedOut, type OptedOut, optedOutNote } from '../rules/opted-out.ts';
import { type FindOutsideTeam, outsideTeamNote } from '../rules/outside-team.ts';
import type { FindQuietWaits } from '../rules/quiet-waits.ts';
import type { SavedPlan } from './save-plan.ts';

/** Problems that a review lists; all of them are in the report. */
const MAX_LINES = 20;

/** What a review is made of. */
export interface ReviewFacts {
  readonly draftId: string;
  readonly input: ListInput;
  /** What people call the list: the name of the file or of the group. */
  readonly source: string;
  /** How the rows were read; undefined where they were not read from a file. */
  readonly readAs: string | undefined;
  readonly template: Template;
  readonly sender: PhoneNumber;
  readonly columns: ListColumns;
  readonly plan: ListPlan;
  /** Undefined where no row can be sent. */
  readonly saved: Extract<SavedPlan, { kind: 'saved' }> | undefined;
  readonly trialRows: number;
  readonly messagesPerSecond: number;
  readonly reportsExpected: boolean;
  readonly mode: Mode;
  readonly keptBack: KeptBack;
}

/** Whom a list does not reach: who said no, and of the others those that the mode keeps messages from. */
export interface KeptBack {
  readonly optedOut: OptedOut;
  readonly outside: readonly PhoneNumber[];
}

/** What a person sees of a list before confirming; the sample messages are read back from their requests. */
export function listReviewOf(facts: ReviewFacts, provider: RequestCodec): ListReview {
  const { columns, draftId, plan, readAs, saved, source, template, sender } = facts;
  const { actorId, channelId, choices, responseUrl } = facts.input;
  return {
    draftId,
    actorId,
    channelId,
    responseUrl,
    choices,
    template,
    sender,
    source,
    readAs,
    counts: plan.counts,
    countries: plan.countries,
    repaired: plan.repaired,
    unused: columns.unused.filter(({ name }) => name !== ''),
    notes: notesOf(facts),
    problems: problemsOf(plan, choices),
    samples: samplesOf(plan, sender, provider),
    seconds: plan.messages.length / facts.messagesPerSecond,
    trialRows: facts.trialRows,
    isRest: false,
    ...keptBackFacts(facts.keptBack),
    ...savedFacts(saved),
  };
}

const MAX_NAMED = 5;

/** What the review carries of people whom the list does not reach. */
export function keptBackFacts({
  optedOut: { numbers },
  outside,
}: KeptBack): Pick<ListReview, 'optedOut' | 'outsideTeam'> {
  return {
    ...(numbers.length > 0 && {
      optedOut: { count: numbers.length, named: numbers.slice(0, MAX_NAMED).map(maskPhoneNumber) },
    }),
    ...(outside.length > 0 && { outsideTeam: outside.length }),
  };
}

/** Looks for them. Rejects when the ledger does not answer. */
export async function findKeptBack(
  { findOptedOut, findOutsideTeam }: { readonly findOptedOut: FindOptedOut; readonly findOutsideTeam: FindOutsideTeam },
  list: Parameters<FindOptedOut>[0],
): Promise<KeptBack> {
  const optedOut = await findOptedOut(list);
  const saidNo = new Set(optedOut.numbers);
  return { optedOut, outside: await findOutsideTeam(list.recipients.filter((number) => !saidNo.has(number))) };
}

/** What the review carries of messages that would wait for the end of quiet hours; who gets nothing does not count. */
export function quietFacts(
  findQuietWaits: FindQuietWaits,
  template: RuledTemplate,
  recipients: readonly Pick<Recipient, 'number' | 'countryCode'>[],
  { optedOut, outside }: KeptBack,
): Pick<ListReview, 'quietWaits'> {
  const without = new Set([...optedOut.numbers, ...outside]);
  const reached = recipients.filter(({ number }) => !without.has(number));
  const waits = findQuietWaits(
    template,
    reached.map(({ countryCode }) => countryCode),
  );
  if (waits.length === 0) return {};
  return { quietWaits: waits.map(({ until, ...wait }) => ({ ...wait, until: until.getTime() })) };
}

/** What the review carries of a plan in the ledger. */
export function savedFacts(
  saved: ReviewFacts['saved'],
): Pick<ListReview, 'planId' | 'digest' | 'sameLists' | 'repeatedPeople'> {
  const repeats: PlanRepeats = saved?.repeats ?? { sameLists: [], people: 0, examples: [] };
  return {
    planId: saved?.planId ?? '',
    digest: saved?.digest ?? '',
    sameLists: repeats.sameLists.map(({ actorId, at }) => ({ actorId, at: at.getTime() })),
    repeatedPeople: repeats.people,
  };
}

/** Each message once, read back from the request that carries it. */
export function samplesOf(
  { messages, samples }: Pick<ListPlan, 'samples'> & { readonly messages: ListPlan['messages'] },
  sender: PhoneNumber,
  provider: RequestCodec,
): readonly SampleMessage[] {
  if (samples === undefined) return [];
  const { first, longest, shortest } = samples;
  const places = new Map<number, string>();
  for (const [which, at] of [
    ['the first', first],
    ['the longest', longest],
    ['the shortest', shortest],
  ] as const) {
    if (!places.has(at)) places.set(at, which);
  }
  return [...places].flatMap(([at, which]) => sampleOf(messages[at], which, sender, provider));
}

function sampleOf(
  planned: PlannedMessage | undefined,
  which: string,
  sender: PhoneNumber,
  provider: RequestCodec,
): SampleMessage[] {
  if (planned === undefined) return [];
  const { message, recipient, row } = planned;
  const request = provider.encode({ message, sender, recipients: [recipient.number] }, undefined);
  if (!request.ok) return [];
  return [{ which, row, recipient, message: templateMessage(provider.decode(request.value).message) }];
}

/** How a file was read, and what to look at; undefined for rows that were not in a file. */
export function readAs(sheet: Sheet): string | undefined {
  const { form, lookAt } = sheet;
  if (form.encoding === undefined) return undefined;
  const look =
    lookAt === undefined ? '' : ` Look at row ${lookAt.row}, column ${lookAt.letter}: is “${lookAt.text}” right?`;
  return formSentence(sheet) + look;
}

function notesOf({ keptBack, mode, plan, reportsExpected, template }: ReviewFacts): readonly string[] {
  const [first] = plan.messages;
  const about = ruleNotes(mode, keptBack);
  if (first === undefined) return about;
  const { message } = first;
  const notes = reviewNotes({ template, message, recipients: [], duplicates: [], reportsExpected });
  return [...about, ...notes.first, ...numberNotes(plan.messages), ...notes.remarks];
}

/** Who gets nothing of what is reviewed. */
export function ruleNotes(mode: Mode, { optedOut, outside }: KeptBack): readonly string[] {
  const notes = [modeSentence(mode), outsideTeamNote(outside), optedOutNote(optedOut)];
  return notes.filter((sentence) => sentence !== undefined);
}

function problemsOf({ problems }: ListPlan, choices: ListReview['choices']): ListReview['problems'] {
  const ordered = [
    ...problems.filter(({ weight }) => weight === 'error'),
    ...problems.filter(({ weight }) => weight === 'warning'),
  ];
  return {
    lines: ordered.slice(0, MAX_LINES).map(problemLine),
    count: problems.length,
    mayBeSeveral: choices.severalPerPerson === true || problems.some(({ kind }) => kind === 'other_words'),
    mayRise: choices.risingIsRight === true || problems.some(({ kind }) => kind === 'rising'),
  };
}

/** `2 columns are not used: City, Agent.` */
export function unusedSentence(unused: ListReview['unused']): string | undefined {
  if (unused.length === 0) return undefined;
  const names = unused.map((column) => (column.name === '' ? columnName(column) : column.name)).join(', ');
  return unused.length === 1 ? `1 column is not used: ${names}.` : `${unused.length} columns are not used: ${names}.`;
}

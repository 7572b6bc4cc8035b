import { formatCount } from '../../core/format.ts';
import { MIN_ROWS_FOR_TRIAL, TRIAL_ROWS } from '../../core/limits.ts';
import { sheetOfGroup } from '../../core/list/group.ts';
import type { ListChoices, ListColumns, ListPlan, OpenColumns } from '../../core/list/list-plan.ts';
import { matchColumns } from '../../core/list/match-columns.ts';
import { problemReport } from '../../core/list/problem-report.ts';
import type { Sheet } from '../../core/list/sheet.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { ReadNumber } from '../../core/recipients/recipient.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Mode } from '../../core/rules/mode.ts';
import type { RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import type { SendOrder } from '../../core/send/send.ts';
import type { Template } from '../../core/template/template.ts';
import type { Log } from '../ports/log.ts';
import type { RequestCodec } from '../ports/provider.ts';
import type { ReadSheet } from '../ports/sheets.ts';
import type { Groups } from '../ports/store/lists/groups.ts';
import type { ListDraft, ListDrafts, ListInput, ListReview } from '../ports/store/lists/list-drafts.ts';
import type { PlanWriter } from '../ports/store/lists/plans.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import type { CheckRules } from '../rules/check-rules.ts';
import type { FindOptedOut } from '../rules/opted-out.ts';
import type { FindOutsideTeam } from '../rules/outside-team.ts';
import type { FindQuietWaits } from '../rules/quiet-waits.ts';
import { contentOf, type ListProblem } from './list-content.ts';
import { findKeptBack, listReviewOf, quietFacts, type ReviewFacts, readAs } from './list-review.ts';
import { planRows } from './plan-rows.ts';
import type { SavePlan } from './save-plan.ts';

/** Where the rows come from. */
export type ListRows =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'text' }
  | { readonly kind: 'group' };

/** What reading a list leads to. */
export type ListOutcome =
  | { readonly kind: 'review'; readonly review: ListReview }
  /** Something has to be answered, or changed in the file. */
  | { readonly kind: 'open'; readonly draftId: string; readonly draft: ListDraft; readonly open: OpenColumns }
  | { readonly kind: 'problem'; readonly problem: ListProblem }
  /** The draft is gone, or is another person's. */
  | { readonly kind: 'lost' }
  /** The ledger did not take it: nothing can be confirmed. */
  | { readonly kind: 'not_saved' };

/** Brings a list from the form to its review. Nothing here sends anything, and nothing rejects but `keep`, the loading and `problemsOf`. */
export interface ReviewList {
  /** Says at once what is wrong with the template or the sender, or which rule keeps the person from sending it at all. */
  check(input: ListInput): Promise<ListProblem | undefined>;
  /** Keeps what is filled in before there are rows. @returns the draft's ID */
  keep(input: ListInput): Promise<string>;
  /** Reads the rows. */
  begin(input: ListInput, rows: ListRows): Promise<ListOutcome>;
  /** Goes on with what the person answered. @param before the plan of a review that this one replaces */
  answer(draftId: string, actorId: string, choices: ListChoices, before?: string): Promise<ListOutcome>;
  /** The review as it was shown; undefined when it is lost, or another person's. */
  load(draftId: string, actorId: string): Promise<ListReview | undefined>;
  /** What was filled in; undefined as above. */
  loadInput(draftId: string, actorId: string): Promise<ListInput | undefined>;
  /** The sheet with what is wrong beside each row, as CSV; undefined as above. */
  problemsOf(draftId: string, actorId: string): Promise<string | undefined>;
  /** The sheet and the plan of a draft as they are confirmed; undefined where they cannot be made any more. */
  planAgain(
    draftId: string,
    actorId: string,
  ): Promise<{ readonly sheet: Sheet; readonly plan: ListPlan; readonly source: string } | undefined>;
}

interface Needs {
  readonly readSheet: ReadSheet;
  readonly maxRows: number;
  readonly catalogue: TemplateFinder;
  readonly loadNumbering: () => Promise<ReadNumber>;
  readonly provider: RequestCodec;
  readonly drafts: ListDrafts;
  readonly groups: Pick<Groups, 'readGroup'>;
  readonly savePlan: SavePlan;
  readonly checkRules: CheckRules;
  readonly plans: Pick<PlanWriter, 'discard'>;
  readonly findOptedOut: FindOptedOut;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly findQuietWaits: FindQuietWaits;
  readonly mode: Mode;
  readonly senders: readonly PhoneNumber[];
  readonly messagesPerSecond: number;
  readonly reportsExpected: boolean;
  readonly newDraftId: () => string;
  readonly log: Log;
}

export function createReviewList(needs: Needs): ReviewList {
  const { drafts, log, plans } = needs;

  async function ownDraft(draftId: string, actorId: string): Promise<ListDraft | undefined> {
    const draft = await drafts.loadDraft(draftId);
    return draft?.input.actorId === actorId ? draft : undefined;
  }

  function noLater(planId: string): void {
    plans.discard(planId).catch((error: unknown) => log.info({ planId, err: error }, 'plan not discarded'));
  }

  async function answer(
    draftId: string,
    actorId: string,
    choices: ListChoices,
    before: string | undefined,
  ): Promise<ListOutcome> {
    const draft = await ownDraft(draftId, actorId);
    if (draft === undefined) return { kind: 'lost' };
    if (before !== undefined) noLater(before);
    const { input } = draft;
    const values = { ...input.choices.values, ...choices.values };
    const columns = { ...input.choices.columns, ...choices.columns };
    const answered = { ...draft, input: { ...input, choices: { ...input.choices, ...choices, columns, values } } };
    await drafts.saveInput(draftId, answered);
    return goOn(needs, draftId, answered);
  }

  async function unlessAway(work: Promise<ListOutcome>): Promise<ListOutcome> {
    try {
      return await work;
    } catch (error) {
      log.error({ err: error }, 'list not read');
      return { kind: 'not_saved' };
    }
  }

  return {
    async check(input) {
      const { problem: found, template } = contentOf(needs, input);
      if (found !== undefined || template === undefined) return found;
      const checked = await rulesFor(needs, { ...input, template, recipients: [] });
      return checked.obstacle === undefined ? undefined : { field: 'template', sentence: checked.obstacle };
    },
    async keep(input) {
      const draftId = needs.newDraftId();
      await drafts.saveDraft(draftId, { input, source: '', sheet: undefined });
      return draftId;
    },
    begin: (input, rows) => unlessAway(begin(needs, input, rows)),
    answer: (draftId, actorId, choices, before) => unlessAway(answer(draftId, actorId, choices, before)),
    async load(draftId, actorId) {
      const review = await drafts.loadReview(draftId);
      return review?.actorId === actorId ? review : undefined;
    },
    async loadInput(draftId, actorId) {
      const input = await drafts.loadInput(draftId);
      return input?.actorId === actorId ? input : undefined;
    },
    async problemsOf(draftId, actorId) {
      const again = await planAgain(needs, await ownDraft(draftId, actorId));
      return again && problemReport(again.sheet, again.plan, 'all');
    },
    planAgain: async (draftId, actorId) => planAgain(needs, await ownDraft(draftId, actorId)),
  };
}

function problem(found: ListProblem): ListOutcome {
  return { kind: 'problem', problem: found };
}

async function readRows(
  { groups, maxRows, readSheet }: Pick<Needs, 'groups' | 'maxRows' | 'readSheet'>,
  input: ListInput,
  rows: ListRows,
): Promise<Result<{ readonly sheet: Sheet; readonly source: string }, ListProblem>> {
  if (rows.kind === 'group') {
    const group = await groups.readGroup(input.teamId, input.groupId ?? '');
    if (group === undefined) {
      return fail({
        field: 'list_group',
        sentence: 'This group is gone: groups are kept for 90 days. Choose another one.',
      });
    }
    return ok({ sheet: sheetOfGroup(group), source: group.name });
  }
  const sheet = readSheet(rows.kind === 'file' ? rows.bytes : input.text, maxRows);
  if (!sheet.ok) return fail({ field: rows.kind === 'file' ? 'list_file' : 'list_text', ...sheet.failure });
  return ok({ sheet: sheet.value, source: rows.kind === 'file' ? rows.name : 'Pasted rows' });
}

async function begin(needs: Needs, input: ListInput, rows: ListRows): Promise<ListOutcome> {
  const read = await readRows(needs, input, rows);
  return read.ok ? saveAndGoOn(needs, { input, ...read.value }) : problem(read.failure);
}

async function saveAndGoOn(needs: Needs, draft: ListDraft): Promise<ListOutcome> {
  const draftId = needs.newDraftId();
  await needs.drafts.saveDraft(draftId, draft);
  return goOn(needs, draftId, draft);
}

/**
 * The review of a saved draft, or what is open before there can be one. From one function to the next only what is still
 * needed is handed on: a file and its sheet take much room in memory, and are gone before the plan is saved.
 */
async function goOn(needs: Needs, draftId: string, draft: ListDraft): Promise<ListOutcome> {
  const planned = await planOf(needs, draft);
  if (planned.kind === 'problem') return planned;
  if (planned.kind === 'open') return { kind: 'open', draftId, draft, open: planned.open };
  const { input, sheet, source } = draft;
  return review(needs, { draftId, input, source, readAs: sheet && readAs(sheet) }, planned);
}

async function review(
  needs: Needs,
  about: Pick<ReviewFacts, 'draftId' | 'input' | 'source' | 'readAs'>,
  { columns, plan, sender, template }: Extract<Planned, { kind: 'planned' }>,
): Promise<ListOutcome> {
  const { actorId, channelId, teamId } = about.input;
  const trialRows = plan.messages.length >= MIN_ROWS_FOR_TRIAL ? TRIAL_ROWS : 0;
  const rows = plan.messages.map(({ message, recipient, row }) => ({
    row,
    message,
    recipient: recipient.number,
    region: recipient.countryCode,
  }));
  const saved =
    rows.length === 0
      ? undefined
      : await needs.savePlan({
          teamId,
          channelId,
          actorId,
          template,
          sender,
          rows,
          trialRows,
          rowsLeftOut: plan.leftOut.length,
        });
  if (saved?.kind === 'not_saved') return saved;
  const { drafts, messagesPerSecond, mode, provider, reportsExpected } = needs;
  const recipients = rows.map(({ recipient }) => recipient);
  const keptBack = await findKeptBack(needs, { actorId, recipients, template });
  const ruled = saved === undefined ? {} : await rulesFor(needs, { ...about.input, template, recipients });
  const pace = { trialRows, messagesPerSecond };
  const facts = { ...about, ...pace, template, sender, columns, plan, saved, reportsExpected, mode, keptBack };
  const readers = plan.messages.map(({ recipient }) => recipient);
  const found = {
    ...listReviewOf(facts, provider),
    ...quietFacts(needs.findQuietWaits, template, readers, keptBack),
    ...ruled,
  };
  await drafts.saveReview(found);
  return { kind: 'review', review: found };
}

/** What the rules say of a list, and why it cannot be sent as it stands. */
export async function rulesFor(
  { checkRules }: { readonly checkRules: CheckRules },
  list: Pick<SendOrder, 'teamId' | 'actorId' | 'channelId' | 'recipients'> & { readonly template: RuledTemplate },
): Promise<Pick<ListReview, 'said' | 'obstacle'>> {
  const { actorId, channelId, recipients, teamId, template } = list;
  const { category, name } = template;
  const what = `this list has ${formatCount(recipients.length)}`;
  const send = { teamId, actorId, channelId, template: { name, category }, recipients, what };
  const checked = await checkRules(send);
  if (checked.kind === 'allowed') return { said: checked.said };
  return { obstacle: checked.sentence, ...(checked.kind === 'over_quota' && { said: checked.said }) };
}

type Planned =
  | Extract<ListOutcome, { kind: 'problem' }>
  | { readonly kind: 'open'; readonly open: OpenColumns }
  | {
      readonly kind: 'planned';
      readonly template: Template;
      readonly sender: PhoneNumber;
      readonly columns: ListColumns;
      readonly plan: ListPlan;
    };

async function planOf(needs: Needs, { input, sheet }: ListDraft): Promise<Planned> {
  const content = contentOf(needs, input);
  const { sender, template } = content;
  if (content.problem !== undefined) return { kind: 'problem', problem: content.problem };
  if (template === undefined || sender === undefined || sheet === undefined) throw new Error('A list without its rows');
  const readNumber = await needs.loadNumbering();
  const { choices } = input;
  const columns = matchColumns(sheet, template, choices, readNumber);
  if (!columns.ok) return { kind: 'open', open: columns.failure };
  const plan = await planRows({ sheet, columns: columns.value, template, choices, readNumber }, sender, needs.provider);
  return { kind: 'planned', template, sender, columns: columns.value, plan };
}

async function planAgain(needs: Needs, draft: ListDraft | undefined) {
  if (draft?.sheet === undefined) return undefined;
  const planned = await planOf(needs, draft);
  if (planned.kind !== 'planned') return undefined;
  return { sheet: draft.sheet, plan: planned.plan, source: draft.source };
}

import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { MAX_SHEET_BYTES } from '../../../core/list/sheet.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { ListOutcome, ListRows } from '../../../flow/list/review-list.ts';
import type { ListInput } from '../../../flow/ports/store/lists/list-drafts.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { findByValue, nameInValue } from '../../compose/template/template-value.ts';
import { CHANNEL_INPUT, FIELD_COLUMN_INPUT, LIST_TEXT_INPUT, TEMPLATE_INPUT } from '../../ids.ts';
import { fileProblemSentence } from '../../lists/file-problems.ts';
import { readingView } from '../../lists/list-form.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { outcomeView } from '../../lists/outcome-view.ts';
import { type FilledListForm, readListForm } from '../../lists/read-list-form.ts';
import { mayPostIn, NOT_CONFIRMED } from '../compose-submission.ts';
import { formSetting } from './form-setting.ts';
import { showLater, soonOrLater } from './show-later.ts';

type SubmitListArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'client' | 'context' | 'view'
>;

const NO_TEMPLATE = 'Choose a template: it decides which columns are needed.';
const BY_NAME = 'A list needs a template of the list, because its values have to be known. Choose one.';
const NO_ROWS = 'Choose a file, paste rows, or choose a group.';
const SEVERAL = 'You gave rows in more than one way. Keep one of them and empty the others.';

/** "Review" in the form for a list: problems under their inputs, or the rows are read and their review is shown. */
export function createListSubmission(needs: ListContext) {
  return async (args: SubmitListArgs): Promise<void> => {
    const { ack, body, context, view } = args;
    const filled = readListForm(withTrustedMetadata(context, view));
    if (!filled.isForm) return answerQuestions(needs, args, filled);
    const proof = body.response_urls?.find((url) => url.channel_id === filled.channelId);
    const read = await readInput(needs, args, filled, proof?.response_url);
    if (!read.ok) return ack({ response_action: 'errors', errors: read.failure });
    const { fileId, input, rows } = read.value;
    if (fileId === undefined) {
      return show(needs, args, filled, input, () => needs.lists.reviewList.begin(input, rows));
    }
    await ack({ response_action: 'update', view: readingView() });
    await showLater(needs, args, viewMaker(needs, args, filled, input), () => beginWithFile(needs, input, fileId));
  };
}

async function answerQuestions(needs: ListContext, args: SubmitListArgs, filled: FilledListForm): Promise<void> {
  const { columns, phoneColumn, values } = filled;
  const errors = Object.fromEntries(
    [...columns].flatMap(([field, column]) => {
      const problem = columnProblem(column, values[field]);
      return problem === undefined ? [] : [[FIELD_COLUMN_INPUT + field, problem]];
    }),
  );
  if (Object.keys(errors).length > 0) return args.ack({ response_action: 'errors', errors });
  const choices = { values, columns: Object.fromEntries(columns), ...(phoneColumn !== undefined && { phoneColumn }) };
  const draftId = filled.metadata.draftId ?? '';
  return show(needs, args, filled, undefined, () => needs.lists.reviewList.answer(draftId, args.body.user.id, choices));
}

/** Nothing is guessed where both are given, and where neither is the list cannot be sent. */
function columnProblem(column: string | undefined, value: string | undefined): string | undefined {
  if (column !== undefined && value !== undefined) {
    return 'You chose a column and filled in a value for everybody. Choose “None”, or empty the value.';
  }
  return column === undefined && value === undefined
    ? 'Choose a column, or fill in one value for everybody.'
    : undefined;
}

/** Answers with the next view at once where that is quick, and otherwise shows that it reads. */
async function show(
  needs: ListContext,
  args: SubmitListArgs,
  filled: FilledListForm,
  input: ListInput | undefined,
  work: () => Promise<ListOutcome>,
): Promise<void> {
  await soonOrLater(needs, args, viewMaker(needs, args, filled, input), work);
}

function viewMaker(
  needs: ListContext,
  { context }: SubmitListArgs,
  { metadata }: FilledListForm,
  input: ListInput | undefined,
): (outcome: ListOutcome) => Promise<ModalView> {
  return async (outcome) => {
    const setting = await formSetting(needs, installationOf(context));
    const shown = { input, metadata, setting, catalogue: needs.catalogue };
    return withSignedMetadata(context, outcomeView(outcome, shown));
  };
}

async function beginWithFile({ files, lists }: ListContext, input: ListInput, fileId: string): Promise<ListOutcome> {
  const file = await files.readFile(fileId, MAX_SHEET_BYTES);
  if (file.ok) return lists.reviewList.begin(input, { kind: 'file', ...file.value });
  return { kind: 'problem', problem: { field: 'list_file', sentence: fileProblemSentence(file.failure) } };
}

interface ReadInput {
  readonly input: ListInput;
  readonly rows: ListRows;
  /** Set where the rows are in a file, which is read later. */
  readonly fileId: string | undefined;
}

/** What was filled in, or what is wrong with it by `block_id`. */
async function readInput(
  { catalogue, lists }: ListContext,
  { body, context }: SubmitListArgs,
  filled: FilledListForm,
  proof: string | undefined,
): Promise<Result<ReadInput, Record<string, string>>> {
  const { channelId, fileId, groupId, metadata, sender, text } = filled;
  if (!mayPostIn(channelId, metadata.channelId, proof !== undefined))
    return fail({ [CHANNEL_INPUT]: NOT_CONFIRMED.sentence });
  const template = filled.template === undefined ? undefined : findByValue(catalogue, filled.template);
  if (template === undefined) {
    const isByName = filled.template !== undefined && nameInValue(filled.template) !== undefined;
    return fail({ [TEMPLATE_INPUT]: isByName ? BY_NAME : NO_TEMPLATE });
  }
  const isText = text.trim() !== '';
  const given = [fileId !== undefined, isText, groupId !== undefined].filter(Boolean).length;
  if (given !== 1) return fail({ [LIST_TEXT_INPUT]: given === 0 ? NO_ROWS : SEVERAL });
  const actorId = body.user.id;
  const before =
    metadata.draftId === undefined ? undefined : await lists.reviewList.loadInput(metadata.draftId, actorId);
  const input: ListInput = {
    teamId: installationOf(context),
    actorId,
    channelId,
    // A response URL posts only where the command was run.
    responseUrl: proof ?? (channelId === metadata.channelId ? metadata.responseUrl : undefined),
    template: { name: template.name, language: template.language },
    sender,
    text,
    groupId,
    ...answersOf(before),
  };
  const problem = await lists.reviewList.check(input);
  if (problem !== undefined) return fail({ [problem.field]: problem.sentence });
  return ok({ input, fileId, rows: { kind: isText ? 'text' : 'group' } });
}

/** What was answered of the rows before, and typed before there were any. */
function answersOf(before: ListInput | undefined): Pick<ListInput, 'choices' | 'typed'> {
  if (before === undefined) return { choices: {} };
  return { choices: { values: before.choices.values }, typed: before.typed };
}

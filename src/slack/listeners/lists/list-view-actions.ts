import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { exampleSheet } from '../../../core/list/example-sheet.ts';
import type { ListInput } from '../../../flow/ports/store/lists/list-drafts.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { readComposeView } from '../../compose/compose-view.ts';
import { findByValue } from '../../compose/template/template-value.ts';
import { fileSentence } from '../../files/file-sentence.ts';
import { MAX_INPUT_LENGTH } from '../../limits.ts';
import { exampleView } from '../../lists/example-view.ts';
import { readListMetadata } from '../../lists/list-metadata.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { listReviewView } from '../../lists/list-review-view.ts';
import { formAgain, LIST_LOST } from '../../lists/outcome-view.ts';
import { readListForm } from '../../lists/read-list-form.ts';
import { readListReview } from '../../lists/read-list-review.ts';
import { formSetting } from './form-setting.ts';
import { newListForm } from './open-list-form.ts';

type ViewActionArgs = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'action' | 'body' | 'client' | 'context'
>;

const MAX_SOURCE_LENGTH = 200;
const TO_YOU = 'All problems are in a file that I sent you as a direct message: the app is under “Apps” in Slack.';

/**
 * "Use a list…" in the form: the form for a list on top of it, so that nothing typed is lost. Recipients are its rows, and values
 * are offered where no column has them.
 */
export function createOpenListAction(needs: ListContext) {
  return async ({ ack, body, client, context }: ViewActionArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const { input, metadata, selected } = readComposeView(withTrustedMetadata(context, view));
    const { channelId, responseUrl } = metadata;
    const template = selected === undefined ? undefined : findByValue(needs.catalogue, selected);
    const teamId = installationOf(context);
    const { sender, values: typed } = input;
    const text = rowsOfRecipients(input.recipients);
    const carried = { channelId, responseUrl, sender, text };
    const draftId =
      template === undefined || Object.keys(typed).length === 0
        ? undefined
        : await keepTyped(needs, { ...carried, teamId, actorId: body.user.id, template, typed });
    const form = await newListForm(needs, { context, teamId }, { ...carried, template, draftId });
    await tryTo(needs, 'list form not opened', () => client.views.push({ trigger_id: body.trigger_id, view: form }));
  };
}

/** Where they cannot be kept, they are asked for again. */
async function keepTyped(
  { lists, log }: ListContext,
  input: Omit<ListInput, 'groupId' | 'choices'>,
): Promise<string | undefined> {
  try {
    return await lists.reviewList.keep({ ...input, groupId: undefined, choices: {} });
  } catch (error) {
    log.warn({ err: error }, 'values not carried into the list');
    return undefined;
  }
}

/** One row a number under the name of the column; empty where that is more than the field takes, or there are none. */
function rowsOfRecipients(recipients: string): string {
  const numbers = recipients
    .split(/[\n,;]/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
  const text = ['phone', ...numbers].join('\n');
  return numbers.length === 0 || text.length > MAX_INPUT_LENGTH ? '' : text;
}

/** "Example sheet": the columns of the chosen template, on top of the form, and as a file. */
export function createExampleSheetAction(needs: ListContext) {
  return async ({ ack, body, client, context }: ViewActionArgs): Promise<void> => {
    await ack();
    if (body.view === undefined) return;
    const { template: value } = readListForm(withTrustedMetadata(context, body.view));
    const template = value === undefined ? undefined : findByValue(needs.catalogue, value);
    const sheet = template && exampleSheet(template);
    const view = exampleView(sheet);
    await tryTo(needs, 'example sheet not shown', () => client.views.push({ trigger_id: body.trigger_id, view }));
    if (template === undefined || sheet === undefined) return;
    const comment = `A sheet for ${template.name}: one row a person.`;
    const file = { userId: body.user.id, name: `${template.name}.csv`, bytes: Buffer.from(sheet), comment };
    const sent = await needs.files.sendFile(file);
    if (sent.kind !== 'sent') needs.log.info({ kind: sent.kind }, 'example sheet not sent as a file');
  };
}

/** "Previous row" and "Next row": another sample message in the same review. */
export function createShowSampleAction(needs: ListContext) {
  return onReview(needs, async ({ action }, review, shown) => {
    const sample = Number('value' in action ? action.value : 0);
    return listReviewView(review, { ...shown, sample: Number.isInteger(sample) ? sample : 0 });
  });
}

/** "Send me all problems": the sheet with what is wrong, to the person alone. */
export function createSendProblemsAction(needs: ListContext) {
  return onReview(needs, async ({ body }, review, shown) => {
    const csv = await needs.lists.reviewList.problemsOf(review.draftId, body.user.id);
    if (csv === undefined) return bannerView('Not sent', LIST_LOST);
    const sent = await needs.files.sendFile({
      userId: body.user.id,
      name: `problems of ${review.source.replace(/\.\w+$/, '')}.csv`,
      bytes: Buffer.from(csv),
      comment: `What is wrong in ${untrustedMrkdwn(review.source, MAX_SOURCE_LENGTH)}. Repair it there and choose this file: the columns “row” and “problem” are left out again.`,
    });
    return listReviewView(review, { ...shown, banner: fileSentence(sent, TO_YOU) });
  });
}

/** "Change the rows…": the form again as it was filled in. */
export function createChangeListAction(needs: ListContext) {
  return async ({ ack, body, client, context }: ViewActionArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const metadata = readListMetadata(withTrustedMetadata(context, view).private_metadata);
    const input = await needs.lists.reviewList.loadInput(metadata.draftId ?? '', body.user.id);
    const setting = await formSetting(needs, installationOf(context));
    const form =
      input === undefined
        ? bannerView('Not sent', LIST_LOST)
        : withSignedMetadata(context, formAgain(input, undefined, { catalogue: needs.catalogue, setting }, metadata));
    await tryTo(needs, 'list form not shown', () =>
      client.views.update({ view_id: view.id, hash: view.hash, view: form }),
    );
  };
}

type Shown = Parameters<typeof listReviewView>[1];
type Review = Parameters<typeof listReviewView>[0];

/** Shows the review in another way, with everything that was chosen in it. */
function onReview(
  needs: ListContext,
  show: (args: ViewActionArgs, review: Review, shown: Shown) => Promise<ModalView>,
) {
  return async (args: ViewActionArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const metadata = readListMetadata(withTrustedMetadata(context, view).private_metadata);
    const review = await needs.lists.reviewList.load(metadata.draftId ?? '', body.user.id);
    const shown = { metadata, senders: needs.senders, inputs: readListReview(view) };
    const next = review === undefined ? bannerView('Not sent', LIST_LOST) : await show(args, review, shown);
    await tryTo(needs, 'review of a list not shown', () =>
      client.views.update({ view_id: view.id, hash: view.hash, view: withSignedMetadata(context, next) }),
    );
  };
}

async function tryTo({ log }: ListContext, failure: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    log.info({ code: slackCodeOf(error) }, failure);
  }
}

import type { ViewOutput } from '@slack/bolt';
import type { ActionsBlock, ContextBlock, ModalView, RichTextBlock, SectionBlock } from '@slack/types';
import { z } from 'zod';
import { formatPeople } from '../../../core/format.ts';
import type { RulesSaid } from '../../../core/rules/rules-said.ts';
import { languageName } from '../../../core/template/language-name.ts';
import type { Review } from '../../../flow/send/review-send.ts';
import { button, contextBlock, plainText, warningBlock } from '../../blocks/basic-blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { previewBlocks } from '../../blocks/preview-blocks.ts';
import { quietLines } from '../../blocks/quiet-waits.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { untrustedLine } from '../../blocks/untrusted-text.ts';
import type { CardPlace } from '../../client/card-place.ts';
import { BOT_NAME, CONVERSATION_ID, OWN_ID, REVIEW_VIEW, SHOW_REQUEST } from '../../ids.ts';
import { MAX_TITLE_LENGTH } from '../../limits.ts';
import { ASK, approvalBlocks, breakGlassInputs } from '../../rules/review-blocks.ts';
import type { Sender } from '../fixed-inputs.ts';
import { exceptionInput } from './exception-input.ts';
import { RECIPIENTS_PAGE_SIZE, recipientBlocks } from './recipient-pages.ts';
import { repeatBlocks } from './repeat-blocks.ts';

const MAX_NAME_LENGTH = 120;

/** The form that a review was made from: where it was opened, and its ID. */
const REVIEWED_FORM = z.object({ channelId: z.string(), formId: z.string() });
type ReviewedForm = z.infer<typeof REVIEWED_FORM>;

/** What will be sent, to whom and from where, and what to know before; its button says what it does. */
export function reviewView(
  review: Review,
  senders: readonly Sender[],
  place: CardPlace,
  form: ReviewedForm,
): ModalView {
  const { draftId, notes, optedOut, order, preview, quietWaits = [], recipients, said } = review;
  const isExcepted = optedOut?.mayBeExcepted === true;
  const leftOut = isExcepted ? 0 : (optedOut?.numbers.length ?? 0);
  return {
    ...modal('Review the message', 'Back'),
    callback_id: REVIEW_VIEW,
    private_metadata: JSON.stringify({ draftId, ...form }),
    submit: plainText(submitLabel(said, recipients.length - leftOut), MAX_TITLE_LENGTH),
    blocks: [
      ...approvalBlocks(said),
      ...repeatBlocks(review.repeats ?? []),
      ...notes.first.map((note, at) => warningBlock(`first_note_${at}`, note)),
      ...(isExcepted ? [exceptionInput()] : []),
      templateLine(order),
      ...previewBlocks(preview),
      ...quietBlocks(quietWaits),
      ...notes.warnings.map((note, at) => warningBlock(`warning_${at}`, note)),
      ...(place === 'direct_message' ? [elsewhere(order.channelId)] : []),
      ...recipientBlocks({
        recipients: recipients.slice(0, RECIPIENTS_PAGE_SIZE),
        page: 0,
        total: recipients.length,
      }),
      contextBlock(`From ${senderOf(review, senders)}`),
      ...notes.remarks.map(contextBlock),
      ...(place === 'direct_message' ? [] : [resultPlace(order.channelId, place)]),
      ...breakGlassInputs(said),
      showRequestButton(),
    ],
  };
}

/** How many messages do not leave at once, where, and until when; empty where all of them do. */
function quietBlocks(waits: NonNullable<Review['quietWaits']>): RichTextBlock[] {
  return waits.length === 0 ? [] : [richText(...quietLines(waits))];
}

/** What the button of a review says. */
function submitLabel(said: RulesSaid | undefined, people: number): string {
  return said !== undefined && said.approval.length > 0 ? ASK : `Send to ${formatPeople(people)}`;
}

/** The same review with other blocks. The view keeps its ID, and with it the dedupe key. */
export function reviewAgain(
  view: ViewOutput,
  blocks: ModalView['blocks'],
  submit: string | undefined = view.submit?.text,
): ModalView {
  return {
    ...modal(view.title.text, 'Back'),
    callback_id: REVIEW_VIEW,
    private_metadata: view.private_metadata,
    ...(submit === undefined ? {} : { submit: plainText(submit, MAX_TITLE_LENGTH) }),
    blocks,
  };
}

/** The form of a review; undefined where the view carries none. Whose form it is, Slack says. */
export function readReviewedForm(view: { readonly private_metadata: string }): ReviewedForm | undefined {
  try {
    return REVIEWED_FORM.safeParse(JSON.parse(view.private_metadata)).data;
  } catch {
    return undefined;
  }
}

/** The ID of the draft that a review view shows; undefined where it carries none. Whose draft it is, the ledger says. */
export function readReviewView(view: { readonly private_metadata: string }): string | undefined {
  try {
    const metadata: unknown = JSON.parse(view.private_metadata);
    const isOurs = typeof metadata === 'object' && metadata !== null && 'draftId' in metadata;
    return isOurs && typeof metadata.draftId === 'string' && OWN_ID.test(metadata.draftId)
      ? metadata.draftId
      : undefined;
  } catch {
    return undefined;
  }
}

function showRequestButton(): ActionsBlock {
  return { type: 'actions', elements: [button(SHOW_REQUEST, 'Show request')] };
}

/** Which template it is: the preview alone does not say. */
function templateLine({ message }: Review['order']): RichTextBlock {
  const { language } = message;
  const name = text(untrustedLine(message.template, MAX_NAME_LENGTH), { bold: true });
  if (language === undefined) return richText(section(name));
  return richText(section(name, text(` · ${untrustedLine(languageName(language), MAX_NAME_LENGTH)}`)));
}

function senderOf({ sender, senderInternational }: Review, senders: readonly Sender[]): string {
  const name = senders.find(({ number }) => number === sender)?.name;
  return name === undefined ? senderInternational : `${name} · ${senderInternational}`;
}

/** Slack shows the channel's name for its ID. The ID is checked, because this text is markup. */
function resultPlace(channelId: string, place: CardPlace): ContextBlock {
  const { where } = placeName(channelId);
  if (place === 'in_channel') return markdownContext(`The result is posted in ${where}.`);
  return markdownContext(`The result is posted in ${where}. Where I cannot post, you get it as a direct message.`);
}

/** A person who waits for a result in an empty channel sends the message again. */
function elsewhere(channelId: string): SectionBlock {
  const { isChannel, where } = placeName(channelId);
  const invite = isChannel ? ` To see it there, type \`/invite @${BOT_NAME}\` in ${where} now, before you send.` : '';
  const sentence = `⚠ I am not in ${where}: you get the live result as a direct message from me, and ${where} gets one copy at the end.${invite}`;
  return { type: 'section', text: { type: 'mrkdwn', text: sentence } };
}

function placeName(channelId: string): { readonly isChannel: boolean; readonly where: string } {
  const isChannel = CONVERSATION_ID.test(channelId) && !channelId.startsWith('D');
  return { isChannel, where: isChannel ? `<#${channelId}>` : 'this conversation' };
}

function markdownContext(sentence: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: sentence }] };
}

import type { ActionsBlock, ContextBlock, ModalView, RichTextBlock, RichTextElement } from '@slack/types';
import { formatCount, formatPeople } from '../../../core/format.ts';
import type { Recipient } from '../../../core/recipients/recipient.ts';
import type { Review } from '../../../flow/send/review-send.ts';
import { button, contextBlock, plainText, warningBlock } from '../../blocks/basic-blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { previewBlocks } from '../../blocks/preview-blocks.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { CONVERSATION_ID, OWN_ID, REVIEW_VIEW, SHOW_REQUEST } from '../../ids.ts';
import { MAX_TITLE_LENGTH } from '../../limits.ts';
import { type Sender, senderName } from '../fixed-inputs.ts';
import { repeatBlocks } from './repeat-blocks.ts';

const MAX_RECIPIENTS_SHOWN = 20;

/** What will be sent, to whom and from where, and what to know before; its button says what it does. */
export function reviewView(review: Review, senders: readonly Sender[]): ModalView {
  const { draftId, notes, order, preview, recipients } = review;
  return {
    ...modal('Review the message', 'Back'),
    callback_id: REVIEW_VIEW,
    private_metadata: writeReviewMetadata({ draftId, channelId: order.channelId }),
    submit: plainText(`Send to ${formatPeople(recipients.length)}`, MAX_TITLE_LENGTH),
    blocks: [
      ...repeatBlocks(review.repeats ?? []),
      ...notes.first.map((note, at) => warningBlock(`first_note_${at}`, note)),
      ...previewBlocks(preview),
      ...notes.warnings.map((note, at) => warningBlock(`warning_${at}`, note)),
      recipientList(recipients),
      contextBlock(`From ${senderOf(review, senders)}`),
      ...notes.remarks.map(contextBlock),
      resultPlace(order.channelId),
      showRequestButton(),
    ],
  };
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

function writeReviewMetadata(metadata: { readonly draftId: string; readonly channelId: string }): string {
  return JSON.stringify(metadata);
}

function showRequestButton(): ActionsBlock {
  return { type: 'actions', elements: [button(SHOW_REQUEST, 'Show request')] };
}

function recipientList(recipients: readonly Recipient[]): RichTextBlock {
  const shown = recipients.length > MAX_RECIPIENTS_SHOWN + 1 ? MAX_RECIPIENTS_SHOWN : recipients.length;
  const lines = recipients.slice(0, shown).map(recipientLine);
  const more = recipients.length - shown;
  return richText(
    section(text(`To ${formatPeople(recipients.length)}`, { bold: true })),
    { type: 'rich_text_list', style: 'bullet', elements: lines.map((line) => section(...line)) },
    ...(more > 0 ? [section(text(`and ${formatCount(more)} more`))] : []),
  );
}

function recipientLine({ country, international }: Recipient): RichTextElement[] {
  return country === undefined ? [text(international)] : [text(international), text(` · ${country}`)];
}

function senderOf({ sender }: Review, senders: readonly Sender[]): string {
  return senderName(senders.find(({ number }) => number === sender) ?? { number: sender, name: undefined });
}

/** Slack shows the channel's name for its ID. The ID is checked, because this text is markup. */
function resultPlace(channelId: string): ContextBlock {
  const place = CONVERSATION_ID.test(channelId) && !channelId.startsWith('D') ? `<#${channelId}>` : 'this conversation';
  return { type: 'context', elements: [{ type: 'mrkdwn', text: `The result is posted in ${place}.` }] };
}

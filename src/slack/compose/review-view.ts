import type { ActionsBlock, ContextBlock, ModalView, RichTextBlock, RichTextElement } from '@slack/types';
import type { Recipient } from '../../core/recipients/recipient.ts';
import type { Review } from '../../flow/send/review-send.ts';
import { plainText } from '../blocks/inputs.ts';
import { previewBlocks } from '../blocks/preview-blocks.ts';
import { section, text } from '../blocks/rich-text.ts';
import { REVIEW_VIEW, SHOW_REQUEST } from '../ids.ts';
import { type Sender, senderName } from './fixed-inputs.ts';
import { repeatBlocks } from './repeat-blocks.ts';

const MAX_TITLE_LENGTH = 24;
const MAX_NOTE_LENGTH = 3000;
const MAX_BUTTON_LENGTH = 75;
const MOST_RECIPIENTS_SHOWN = 20;

/** What will leave, to whom and from where, and what to know before; its button says what it does. */
export function reviewView(review: Review, senders: readonly Sender[]): ModalView {
  const { draftId, notes, order, preview, recipients } = review;
  return {
    type: 'modal',
    callback_id: REVIEW_VIEW,
    private_metadata: writeReviewMetadata({ draftId, channelId: order.channelId }),
    title: plainText('Review the message', MAX_TITLE_LENGTH),
    submit: plainText(sendLabel(recipients.length), MAX_TITLE_LENGTH),
    close: plainText('Back', MAX_TITLE_LENGTH),
    blocks: [
      ...previewBlocks(preview),
      recipientList(recipients),
      context(`From ${senderOf(review, senders)}`),
      ...notes.map((note) => context(`⚠ ${note}`)),
      resultPlace(order.channelId),
      showRequestButton(),
      ...repeatBlocks(review.repeats ?? []),
    ],
  };
}

/** The draft that a review view is about; undefined when its metadata is not ours. */
export function readReviewView(view: { readonly private_metadata: string }): string | undefined {
  try {
    const metadata: unknown = JSON.parse(view.private_metadata);
    const isOurs = typeof metadata === 'object' && metadata !== null && 'draftId' in metadata;
    return isOurs && typeof metadata.draftId === 'string' ? metadata.draftId : undefined;
  } catch {
    return undefined;
  }
}

function writeReviewMetadata(metadata: { readonly draftId: string; readonly channelId: string }): string {
  return JSON.stringify(metadata);
}

function showRequestButton(): ActionsBlock {
  const text = plainText('Show request', MAX_BUTTON_LENGTH);
  return { type: 'actions', elements: [{ type: 'button', action_id: SHOW_REQUEST, text }] };
}

function sendLabel(count: number): string {
  return count === 1 ? 'Send to 1 person' : `Send to ${count.toLocaleString('en')} people`;
}

function recipientList(recipients: readonly Recipient[]): RichTextBlock {
  const noun = recipients.length === 1 ? '1 recipient' : `${recipients.length.toLocaleString('en')} recipients`;
  const shown = recipients.length > MOST_RECIPIENTS_SHOWN + 1 ? MOST_RECIPIENTS_SHOWN : recipients.length;
  const lines = recipients.slice(0, shown).map(recipientLine);
  const more = recipients.length - shown;
  return {
    type: 'rich_text',
    elements: [
      section(text(`To ${noun}`, { bold: true })),
      { type: 'rich_text_list', style: 'bullet', elements: lines.map((line) => section(...line)) },
      ...(more > 0 ? [section(text(`and ${more.toLocaleString('en')} more`))] : []),
    ],
  };
}

function recipientLine({ country, international }: Recipient): RichTextElement[] {
  return country === undefined ? [text(international)] : [text(international), text(` · ${country}`)];
}

function senderOf({ sender }: Review, senders: readonly Sender[]): string {
  return senderName(senders.find(({ number }) => number === sender) ?? { number: sender, name: undefined });
}

function context(sentence: string): ContextBlock {
  return { type: 'context', elements: [plainText(sentence, MAX_NOTE_LENGTH)] };
}

/** Slack draws the channel's name for its ID; the ID is checked, because this text is the only one that may mention. */
function resultPlace(channelId: string): ContextBlock {
  const place = /^[CG][A-Z0-9]+$/.test(channelId) ? `<#${channelId}>` : 'this conversation';
  return { type: 'context', elements: [{ type: 'mrkdwn', text: `The result is posted in ${place}.` }] };
}

import type { KnownBlock, MessageMetadata, RichTextBlock, RichTextSection } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { CardRole } from '../../core/send/card.ts';
import { cardPreviewOf } from '../../core/send/card-preview.ts';
import type { Send } from '../../core/send/send.ts';
import { previewBlocks } from '../blocks/preview-blocks.ts';
import { section, shownLength, text } from '../blocks/rich-text.ts';
import { sendButtons } from '../blocks/send-buttons.ts';
import { duplicateNotes } from './duplicate-notes.ts';
import { failureNotes } from './failure-notes.ts';
import { fallbackBlocks } from './fallback-notes.ts';
import { headlineElements, headlineText } from './headline.ts';
import { originLine } from './origin-line.ts';
import { pauseNotes } from './pause-notes.ts';
import { recipientLine } from './recipient-lines.ts';
import { tableBlocks, tableFallbackBlocks } from './recipient-table.ts';
import { reportNotes } from './report-notes.ts';
import { summaryLine } from './status-counts.ts';

/** A Slack message, ready to be posted or to take the place of an earlier one. */
export interface CardMessage {
  /** The notification; it tells the story alone. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

interface CardOptions {
  readonly role: CardRole;
  /** `plain` leaves out the table block, which some workspaces answer with `invalid_blocks`. */
  readonly shape: 'full' | 'plain';
  readonly explanations: Explanations;
}

const MAX_LINES = 5;
/** Slack refuses a message somewhere over 11,000 characters in all its blocks, and does not say where. */
const MAX_CARD_LENGTH = 10_000;
const MAX_PREVIEW_LENGTH = 3_500;
const HIDDEN_NOTE: KnownBlock = {
  type: 'context',
  elements: [{ type: 'plain_text', text: 'What stood in these places is not shown here: this template is private.' }],
};

/**
 * A send's card, a pure function of the send: an update is "render again". Its parts keep their order and nearly their
 * height from queued to read.
 */
export function sendCard(send: Send, { role, shape, explanations }: CardOptions): CardMessage {
  const { above, below } = fallbackBlocks(send, role);
  const { preview, isHidden } = cardPreviewOf(send.template, send.message);
  const top: KnownBlock[] = [
    ...above,
    richText([section(...headlineElements(send))]),
    ...previewBlocks(preview, { most: MAX_PREVIEW_LENGTH }),
    ...(isHidden ? [HIDDEN_NOTE] : []),
  ];
  const notes = [
    ...pauseNotes(send, explanations),
    ...failureNotes(send, explanations),
    ...duplicateNotes(send),
    ...reportNotes(send),
  ];
  const bottom: KnownBlock[] = [
    ...(notes.length === 0 ? [] : [richText(notes)]),
    originLine(send, role),
    sendButtons(send),
    ...below,
  ];
  const room = MAX_CARD_LENGTH - shownLength(top) - shownLength(bottom);
  return {
    text: headlineText(send),
    blocks: [...top, ...recipientBlocks(send, shape, room), ...bottom],
    metadata: { event_type: 'whatsapp_send', event_payload: { send_id: send.id } },
  };
}

function recipientBlocks(send: Send, shape: CardOptions['shape'], room: number): KnownBlock[] {
  if (send.deliveries.length <= MAX_LINES) {
    return [richText(send.deliveries.map((delivery) => recipientLine(delivery, send.createdAt)))];
  }
  const summary = richText([section(text(summaryLine(send.deliveries), { bold: true }))]);
  return [summary, ...(shape === 'full' ? tableBlocks(send, room) : tableFallbackBlocks(send))];
}

function richText(elements: RichTextSection[]): RichTextBlock {
  return { type: 'rich_text', elements };
}

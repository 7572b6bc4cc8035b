import type { ContextBlock, KnownBlock, ModalView, RichTextBlock, RichTextElement } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { HistoryEntry } from '../../core/send/history.ts';
import type { Send } from '../../core/send/send.ts';
import { plainText } from '../blocks/inputs.ts';
import { noticeBlock } from '../blocks/notice.ts';
import { section, text } from '../blocks/rich-text.ts';
import { manualReportButtons } from '../blocks/send-buttons.ts';
import { failureNotes } from '../cards/failure-notes.ts';
import { headlineElements } from '../cards/headline.ts';
import { originLine } from '../cards/origin-line.ts';
import { messageIdText, statusText } from '../cards/recipient-lines.ts';
import { problemsFirst } from '../cards/status-counts.ts';
import { DETAILS_VIEW } from '../ids.ts';
import { historyLines } from './history-lines.ts';
import { writeSendMetadata } from './send-metadata.ts';

const MAX_TITLE_LENGTH = 24;
/** Two blocks each at the most; a view has room for a hundred. */
const MOST_RECIPIENTS = 40;

/** Everything that the view shows, as it was when it was opened. */
export interface Details {
  readonly send: Send;
  readonly history: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** Where it was opened: what is pressed in it is believed no further than there. */
  readonly channelId: string;
  readonly explanations: Explanations;
  readonly notice?: string | undefined;
}

/** The recipients that the view has room for, those first that need somebody. */
export function detailedDeliveries({ deliveries }: Send): readonly Delivery[] {
  return problemsFirst(deliveries).slice(0, MOST_RECIPIENTS);
}

export function detailsView({ send, history, channelId, explanations, notice }: Details): ModalView {
  const shown = detailedDeliveries(send);
  return {
    type: 'modal',
    callback_id: DETAILS_VIEW,
    private_metadata: writeSendMetadata({ sendId: send.id, channelId }),
    title: plainText('Details', MAX_TITLE_LENGTH),
    close: plainText('Close', MAX_TITLE_LENGTH),
    blocks: [
      ...(notice === undefined ? [] : [noticeBlock(notice)]),
      { type: 'rich_text', elements: [section(...headlineElements(send))] },
      originLine(send),
      ...shown.flatMap((delivery) => recipientBlocks(send, delivery, history.get(delivery.id) ?? [], explanations)),
      ...cutNote(shown.length, send.deliveries.length),
    ],
  };
}

function recipientBlocks(
  send: Send,
  delivery: Delivery,
  history: readonly HistoryEntry[],
  explanations: Explanations,
): KnownBlock[] {
  const id = messageIdText(delivery);
  const head: RichTextElement[] = [
    text(`${maskPhoneNumber(delivery.recipient)}   ${statusText(delivery)}`, { bold: true }),
    ...(id === undefined ? [] : [text('   '), text(id, { code: true })]),
  ];
  const lines: RichTextBlock = {
    type: 'rich_text',
    elements: [
      section(...head),
      { type: 'rich_text_list', style: 'bullet', elements: historyLines(send.createdAt, history) },
      ...failureNotes(send, explanations, [delivery]),
    ],
  };
  if (delivery.status !== 'unknown') return [lines];
  // The text changes with the recipient, and so does the block that a press is told from.
  return [
    lines,
    { type: 'actions', block_id: `word:${delivery.id}`, elements: manualReportButtons(send.id, delivery) },
  ];
}

function cutNote(shown: number, total: number): ContextBlock[] {
  if (shown >= total) return [];
  const sentence = `These are ${shown} of ${total.toLocaleString('en')} recipients, those first that did not get it.`;
  return [{ type: 'context', elements: [{ type: 'plain_text', text: sentence }] }];
}

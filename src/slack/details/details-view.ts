import type { ContextBlock, KnownBlock, ModalView, RichTextElement } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { formatCount } from '../../core/format.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { HistoryEntry } from '../../core/send/history.ts';
import type { Send } from '../../core/send/send.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { manualReportButtons } from '../blocks/send-buttons.ts';
import { failureNotes } from '../cards/failure-notes.ts';
import { headlineElements } from '../cards/headline.ts';
import { originLine } from '../cards/origin-line.ts';
import { messageIdText, statusText } from '../cards/recipient-lines.ts';
import { problemsFirst } from '../cards/status-counts.ts';
import { DETAILS_VIEW } from '../ids.ts';
import { MAX_VIEW_BLOCKS } from '../limits.ts';
import { historyLines } from './history-lines.ts';
import { writeSendMetadata } from './send-metadata.ts';

/** A recipient takes two blocks at most, and the view has a few more. */
const MAX_RECIPIENTS = Math.floor((MAX_VIEW_BLOCKS - 20) / 2);

/** Everything that the view shows. */
export interface Details {
  readonly send: Send;
  readonly history: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** Where the view was opened: presses in it may concern only what can be looked up there. */
  readonly channelId: string;
  readonly explanations: Explanations;
  readonly banner?: string | undefined;
}

/** The recipients that the view has room for, those first that need attention. */
export function detailedDeliveries({ deliveries }: Send): readonly Delivery[] {
  return problemsFirst(deliveries).slice(0, MAX_RECIPIENTS);
}

export function detailsView({ send, history, channelId, explanations, banner }: Details): ModalView {
  const shown = detailedDeliveries(send);
  return {
    ...modal('Details'),
    callback_id: DETAILS_VIEW,
    private_metadata: writeSendMetadata({ sendId: send.id, channelId }),
    blocks: [
      ...(banner === undefined ? [] : [bannerBlock(banner)]),
      richText(section(...headlineElements(send))),
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
  const lines = richText(
    section(...head),
    { type: 'rich_text_list', style: 'bullet', elements: historyLines(send.createdAt, history) },
    ...failureNotes(send, explanations, [delivery]),
  );
  if (delivery.status !== 'unknown') return [lines];
  return [
    lines,
    { type: 'actions', block_id: `manual_report:${delivery.id}`, elements: manualReportButtons(send.id, delivery) },
  ];
}

function cutNote(shown: number, total: number): ContextBlock[] {
  if (shown >= total) return [];
  return [contextBlock(`These are ${shown} of ${formatCount(total)} recipients, those first that did not get it.`)];
}

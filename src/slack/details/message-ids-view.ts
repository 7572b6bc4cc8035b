import type { ModalView, RichTextBlock } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import { totalOf } from '../../core/send/delivery/status.ts';
import type { ShowNumber } from '../../core/send/number-shown.ts';
import type { SendHead } from '../../core/send/send.ts';
import type { DeliveryPage } from '../../flow/ports/store/lookup.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { messageIdText } from '../cards/recipient-lines.ts';
import { IDS_VIEW } from '../ids.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';
import { pagerBelow, placeLine } from './pager.ts';
import { writeSendMetadata } from './send-metadata.ts';

/** With the longest IDs these lines fill 30 blocks. */
export const IDS_PAGE_SIZE = 500;

interface MessageIds {
  readonly send: SendHead;
  /** Of those that have a message ID. */
  readonly page: DeliveryPage;
  readonly show: ShowNumber;
  readonly channelId: string;
}

/** Every message ID beside its number, a line each, to be selected and copied: a button cannot write to the clipboard. */
export function messageIdsView({ send, page, show, channelId }: MessageIds): ModalView {
  const lines = page.deliveries.map((delivery) => `${show(delivery.recipient)}  ${messageIdText(delivery) ?? '–'}`);
  const all = totalOf(page.counts);
  return {
    ...modal('Message IDs'),
    callback_id: IDS_VIEW,
    private_metadata: writeSendMetadata({
      sendId: send.id,
      channelId,
      page: page.page,
      scope: 'with_message_id',
      asOf: page.asOf.getTime(),
    }),
    blocks: [
      richText(section(text(headingText(page.total, all), { bold: true }))),
      ...placeLine(page, IDS_PAGE_SIZE),
      ...chunksOf(lines).map(linesBlock),
      ...pagerBelow(page, IDS_PAGE_SIZE),
      contextBlock(`Message ${send.id}, in the order of its recipients.`),
    ],
  };
}

/** As many lines together as one text takes. */
function chunksOf(lines: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const line of lines) {
    const longer = `${chunks.at(-1) ?? ''}\n${line}`;
    if (chunks.length > 0 && longer.length <= MAX_TEXT_LENGTH) chunks[chunks.length - 1] = longer;
    else chunks.push(line);
  }
  return chunks;
}

function linesBlock(lines: string): RichTextBlock {
  return richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines }] });
}

function headingText(known: number, total: number): string {
  if (known === 0) return 'There is no message ID yet: Kaleyra gives one to each message that it accepts.';
  const ids = known === 1 ? '1 message ID' : `${formatCount(known)} message IDs`;
  if (known === total) return `${ids}: select and copy.`;
  const rest = total - known;
  return `${ids}: select and copy. ${rest === 1 ? '1 recipient has' : `${formatCount(rest)} recipients have`} none.`;
}

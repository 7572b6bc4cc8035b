import type { ModalView, RichTextBlock } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import type { Send } from '../../core/send/send.ts';
import { contextBlock } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { messageIdText } from '../cards/recipient-lines.ts';
import { IDS_VIEW } from '../ids.ts';
import { MAX_VIEW_BLOCKS } from '../limits.ts';

/** So many fit into one text of a block. */
const IDS_PER_BLOCK = 50;
/** The heading and the last line. */
const OTHER_BLOCKS = 2;

/** Every message ID, one on each line, to be selected and copied: a button cannot write to the clipboard. */
export function messageIdsView(send: Send): ModalView {
  const ids = send.deliveries.flatMap((delivery) => messageIdText(delivery) ?? []);
  const chunks = Array.from({ length: Math.ceil(ids.length / IDS_PER_BLOCK) }, (_, index) =>
    ids.slice(index * IDS_PER_BLOCK, (index + 1) * IDS_PER_BLOCK),
  );
  return {
    ...modal('Message IDs'),
    callback_id: IDS_VIEW,
    blocks: [
      heading(ids.length, send.deliveries.length),
      ...chunks.slice(0, MAX_VIEW_BLOCKS - OTHER_BLOCKS).map(idBlock),
      contextBlock(`Send ${send.id}. In the order of its recipients.`),
    ],
  };
}

function idBlock(ids: readonly string[]): RichTextBlock {
  return richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: ids.join('\n') }] });
}

function heading(known: number, total: number): RichTextBlock {
  return richText(section(text(headingText(known, total), { bold: true })));
}

function headingText(known: number, total: number): string {
  if (known === 0) return 'There is no message ID yet: Kaleyra gives one to each message that it accepts.';
  const ids = known === 1 ? '1 message ID' : `${formatCount(known)} message IDs`;
  if (known === total) return `${ids}: select and copy.`;
  const rest = total - known;
  return `${ids}: select and copy. ${rest === 1 ? '1 recipient has' : `${formatCount(rest)} recipients have`} none.`;
}

import type { ContextBlock, ModalView, RichTextBlock } from '@slack/types';
import type { Send } from '../../core/send/send.ts';
import { plainText } from '../blocks/inputs.ts';
import { section, text } from '../blocks/rich-text.ts';
import { messageIdText } from '../cards/recipient-lines.ts';
import { IDS_VIEW } from '../ids.ts';

const MAX_TITLE_LENGTH = 24;
/** As many as are sure to fit in one of Slack's texts, and as many such texts as a view has room for. */
const IDS_A_BLOCK = 50;
const MOST_BLOCKS = 90;

/** Every message ID, one a line, to be copied in one go: Slack gives no way to the clipboard. */
export function idsView(send: Send): ModalView {
  const ids = send.deliveries.flatMap((delivery) => messageIdText(delivery) ?? []);
  const chunks = Array.from({ length: Math.ceil(ids.length / IDS_A_BLOCK) }, (_, index) =>
    ids.slice(index * IDS_A_BLOCK, (index + 1) * IDS_A_BLOCK),
  );
  return {
    type: 'modal',
    callback_id: IDS_VIEW,
    title: plainText('Message IDs', MAX_TITLE_LENGTH),
    close: plainText('Close', MAX_TITLE_LENGTH),
    blocks: [
      heading(ids.length, send.deliveries.length),
      ...chunks.slice(0, MOST_BLOCKS).map(idBlock),
      context(`Send ${send.id}. In the order of its recipients.`),
    ],
  };
}

function idBlock(ids: readonly string[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: ids.join('\n') }] }],
  };
}

function heading(known: number, total: number): RichTextBlock {
  return { type: 'rich_text', elements: [section(text(headingText(known, total), { bold: true }))] };
}

function headingText(known: number, total: number): string {
  if (known === 0) return 'There is no message ID yet: Kaleyra gives one to each message that it takes.';
  const ids = known === 1 ? '1 message ID' : `${known.toLocaleString('en')} message IDs`;
  if (known === total) return `${ids}: select, and copy.`;
  const rest = total - known;
  return `${ids}: select, and copy. ${rest === 1 ? '1 recipient has' : `${rest.toLocaleString('en')} recipients have`} none.`;
}

function context(sentence: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text: sentence }] };
}

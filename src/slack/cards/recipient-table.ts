import type { DataTableBlock, RawTextElement, RichTextBlock } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import type { Send } from '../../core/send/send.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';
import { MAX_TABLE_ROWS } from '../limits.ts';
import { isProblem } from './notes/failure-notes.ts';
import { messageIdText, recipientLine, statusText } from './recipient-lines.ts';
import { problemsFirst } from './status-counts.ts';

type Row = RawTextElement[];

const MAX_LINES = 20;
const PAGE_SIZE = 10;
const MAX_CODE_LENGTH = 20;
const HEADER: Row = ['Recipient', 'Status', 'Message ID'].map(cell);

/**
 * The recipients of a large send, failures first, in a table that the reader can sort and page.
 *
 * @param maxLength characters that the message has left; a note says how many rows are missing.
 */
export function tableBlocks(send: Send, maxLength: number): (DataTableBlock | RichTextBlock)[] {
  const rows = fitting(problemsFirst(send.deliveries).slice(0, MAX_TABLE_ROWS).map(tableRow), maxLength);
  const table: DataTableBlock = {
    type: 'data_table',
    caption: 'Recipients, failures first',
    rows: [HEADER, ...rows],
    page_size: PAGE_SIZE,
  };
  return rows.length === 0 ? [] : [table, ...cutNote(rows.length, send.deliveries.length)];
}

/** The same for a workspace that does not have the table block yet. */
export function tableFallbackBlocks(send: Send, isIdHidden = false): RichTextBlock[] {
  const shown = problemsFirst(send.deliveries).slice(0, MAX_LINES);
  const lines = shown.map((delivery) => recipientLine(delivery, send.createdAt, isIdHidden));
  return [richText(...lines), ...cutNote(shown.length, send.deliveries.length)];
}

function tableRow(delivery: Delivery): Row {
  const code = isProblem(delivery) ? delivery.failure.code : undefined;
  const status =
    code === undefined ? statusText(delivery) : `${statusText(delivery)} ${untrustedLine(code, MAX_CODE_LENGTH)}`;
  const reportedBy = delivery.manualReport === undefined ? '' : ', a person says';
  return [maskPhoneNumber(delivery.recipient), `${status}${reportedBy}`, messageIdText(delivery) ?? '–'].map(cell);
}

function fitting(rows: readonly Row[], maxLength: number): Row[] {
  let room = maxLength;
  return rows.filter((row) => {
    room -= row.reduce((sum, { text: shown }) => sum + shown.length, 0);
    return room >= 0;
  });
}

function cutNote(shown: number, total: number): RichTextBlock[] {
  if (shown >= total) return [];
  const note = `These are ${formatCount(shown)} of ${formatCount(total)} recipients, failures first. Details shows all of them.`;
  return [richText(section(text(note, { italic: true })))];
}

function cell(value: string): RawTextElement {
  return { type: 'raw_text', text: value };
}

import type { ActionsBlock, KnownBlock, RichTextElement } from '@slack/types';
import { formatCount, formatPeople } from '../../../core/format.ts';
import type { Recipient } from '../../../core/recipients/recipient.ts';
import { button } from '../../blocks/basic-blocks.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { NEXT_RECIPIENTS, PREVIOUS_RECIPIENTS } from '../../ids.ts';

/** Recipients on one page of the review. */
export const RECIPIENTS_PAGE_SIZE = 20;

const LIST_BLOCK = 'recipients_list';
const PAGES_BLOCK = 'recipients_pages';

/** A part of a review's recipients. */
interface RecipientsPage {
  readonly recipients: readonly Recipient[];
  /** From 0. */
  readonly page: number;
  readonly total: number;
}

/** The recipients of one page, with buttons to the others. A button carries the page that it leads to. */
export function recipientBlocks({ page, recipients, total }: RecipientsPage): KnownBlock[] {
  const first = page * RECIPIENTS_PAGE_SIZE;
  const range =
    total > recipients.length ? `, ${formatCount(first + 1)} to ${formatCount(first + recipients.length)}` : '';
  return [
    {
      type: 'rich_text',
      block_id: LIST_BLOCK,
      elements: [
        section(text(`To ${formatPeople(total)}${range}`, { bold: true })),
        { type: 'rich_text_list', style: 'bullet', elements: recipients.map((one) => section(...recipientLine(one))) },
      ],
    },
    ...pageButtons(page, first + recipients.length < total),
  ];
}

/** The blocks of a review with another page of its recipients. */
export function withRecipientsPage<Block extends { readonly block_id?: string }>(
  blocks: readonly Block[],
  shown: RecipientsPage,
): (Block | KnownBlock)[] {
  return blocks.flatMap((block): (Block | KnownBlock)[] => {
    if (block.block_id === LIST_BLOCK) return recipientBlocks(shown);
    return block.block_id === PAGES_BLOCK ? [] : [block];
  });
}

function pageButtons(page: number, hasNext: boolean): ActionsBlock[] {
  const elements = [
    ...(page > 0 ? [button(PREVIOUS_RECIPIENTS, 'Previous recipients', String(page - 1))] : []),
    ...(hasNext ? [button(NEXT_RECIPIENTS, 'Next recipients', String(page + 1))] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: PAGES_BLOCK, elements }];
}

function recipientLine({ country, international }: Recipient): RichTextElement[] {
  return country === undefined ? [text(international)] : [text(international), text(` · ${country}`)];
}

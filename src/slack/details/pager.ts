import type { ActionsBlock, Button, ContextBlock } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import type { DeliveryPage } from '../../flow/ports/store/lookup.ts';
import { button, contextBlock } from '../blocks/basic-blocks.ts';
import { NEXT_PAGE, PREVIOUS_PAGE } from '../ids.ts';

type Page = Pick<DeliveryPage, 'deliveries' | 'page' | 'total'>;

/** The buttons to the pages before and after; empty where there is one page. */
export function pageButtons({ page, total }: Page, size: number): Button[] {
  const last = Math.ceil(total / size) - 1;
  return [
    ...(page > 0 ? [button(PREVIOUS_PAGE, 'Previous', String(page - 1))] : []),
    ...(page < last ? [button(NEXT_PAGE, 'Next', String(page + 1))] : []),
  ];
}

/** The same as a row of their own, below what they turn. */
export function pagerBelow(page: Page, size: number): ActionsBlock[] {
  const elements = pageButtons(page, size);
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'pager_below', elements }];
}

/** `41–80 of 201 recipients`; empty where one page has all. */
export function placeLine({ deliveries, page, total }: Page, size: number): ContextBlock[] {
  if (total <= size) return [];
  const first = page * size + 1;
  const last = page * size + deliveries.length;
  return [contextBlock(`${formatCount(first)}–${formatCount(last)} of ${formatCount(total)} recipients.`)];
}

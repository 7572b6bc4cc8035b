import type { KnownBlock, ModalView } from '@slack/types';
import { plainText } from './inputs.ts';

const NOTICE_BLOCK = 'notice';
const MAX_NOTICE_LENGTH = 3000;
const MAX_TITLE_LENGTH = 24;

/** A sentence above everything else in a view. */
export function noticeBlock(sentence: string): KnownBlock {
  return { type: 'section', block_id: NOTICE_BLOCK, text: plainText(`⚠ ${sentence}`, MAX_NOTICE_LENGTH) };
}

/** The blocks of a view under a notice that takes the place of an earlier one. */
export function underNotice<Block extends { readonly block_id?: string }>(
  sentence: string,
  blocks: readonly Block[],
): (Block | KnownBlock)[] {
  return [noticeBlock(sentence), ...blocks.filter((block) => block.block_id !== NOTICE_BLOCK)];
}

/** A view with a sentence and nothing to press. */
export function noticeView(title: string, sentence: string): ModalView {
  return { ...shell(title), blocks: [noticeBlock(sentence)] };
}

/** What every view without a form has. */
export function shell(title: string): Pick<ModalView, 'type' | 'title' | 'close'> {
  return { type: 'modal', title: plainText(title, MAX_TITLE_LENGTH), close: plainText('Close', MAX_TITLE_LENGTH) };
}

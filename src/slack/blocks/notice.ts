import type { KnownBlock } from '@slack/types';
import { plainText } from './inputs.ts';

const NOTICE_BLOCK = 'notice';
const MAX_NOTICE_LENGTH = 3000;

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

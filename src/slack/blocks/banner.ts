import type { KnownBlock, ModalView } from '@slack/types';
import { warningBlock } from './basic-blocks.ts';
import { modal } from './modal.ts';

const BANNER_BLOCK = 'banner';

/** A sentence above everything else in a view. */
export function bannerBlock(sentence: string): KnownBlock {
  return warningBlock(BANNER_BLOCK, sentence);
}

/** The blocks of a view under a banner, which takes the place of an earlier one. */
export function withBanner<Block extends { readonly block_id?: string }>(
  sentence: string,
  blocks: readonly Block[],
): (Block | KnownBlock)[] {
  return [bannerBlock(sentence), ...blocks.filter((block) => block.block_id !== BANNER_BLOCK)];
}

/** A view with a sentence and nothing to press. */
export function bannerView(title: string, sentence: string): ModalView {
  return { ...modal(title), blocks: [bannerBlock(sentence)] };
}

import type { KnownBlock } from '@slack/types';
import { type Mode, modeSentence } from '../../core/rules/mode.ts';
import { warningBlock } from './basic-blocks.ts';

/** Says at the top of a view that not everything leaves; empty where everything does. */
export function modeBlocks(mode: Mode): KnownBlock[] {
  const sentence = modeSentence(mode);
  return sentence === undefined ? [] : [warningBlock('mode', sentence)];
}

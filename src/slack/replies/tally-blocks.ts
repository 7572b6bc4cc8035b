import type { Button, KnownBlock } from '@slack/types';
import { tallyPieces } from '../../core/replies/tally.ts';
import type { Send } from '../../core/send/send.ts';
import { button } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';
import { WHO_ANSWERED } from '../ids.ts';

const MAX_PIECE_LENGTH = 60;

/** `37 replies · Yes 29 · No 3 · 68 have not answered`; empty while nothing came back. */
export function tallyBlocks({ replies }: Pick<Send, 'replies'>): KnownBlock[] {
  if (replies === undefined) return [];
  const line = tallyPieces(replies).map((piece) => untrustedLine(piece, MAX_PIECE_LENGTH));
  return [richText(section(text(line.join(' · '), { bold: true })))];
}

/** Who answered what, and who has not. */
export function whoAnsweredButton({ id, replies }: Pick<Send, 'id' | 'replies'>): Button[] {
  return replies === undefined ? [] : [button(WHO_ANSWERED, 'Who answered', id)];
}

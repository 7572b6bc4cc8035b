import type { RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import type { StatusCounts } from '../../../core/send/delivery/status.ts';
import { section, text } from '../../blocks/rich-text.ts';

/** Where several unknown recipients are settled; for a single one the card itself has the buttons. */
export function settleNote({ unknown }: StatusCounts): RichTextSection[] {
  if (unknown < 2) return [];
  const whom = `Do you know whether it arrived for the ${formatCount(unknown)} unknown recipients? Say so in `;
  return [section(text(whom), text('Details', { bold: true }), text(', for all of them at once.'))];
}

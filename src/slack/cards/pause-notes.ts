import type { RichTextSection } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';

/** Why messages of a send wait; empty when they do not. */
export function pauseNotes({ pausedBy }: Pick<Send, 'pausedBy'>, explanations: Explanations): RichTextSection[] {
  if (pausedBy === undefined) return [];
  const waiting = text('Waiting: ', { bold: true });
  if (pausedBy.kind === 'refused') {
    const { cause, step } = explanations.ofPause(pausedBy.code);
    return [section(waiting, text(`${cause} ${step} Sending is paused until then; nothing is lost.`))];
  }
  const { endsAt } = pausedBy;
  const when = endsAt === undefined ? [text('soon')] : [text('at '), dateElement(endsAt, '{time_secs}')];
  return [
    section(waiting, text(`Kaleyra asked to send more slowly (${pausedBy.code}). It goes on `), ...when, text('.')),
  ];
}

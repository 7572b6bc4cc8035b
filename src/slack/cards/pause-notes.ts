import type { RichTextSection } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';

/** Why messages of a send have not left yet; mostly nothing. */
export function pauseNotes({ pausedBy }: Pick<Send, 'pausedBy'>, explanations: Explanations): RichTextSection[] {
  if (pausedBy === undefined) return [];
  const waiting = text('waiting: ', { bold: true });
  if (pausedBy.kind === 'refused') {
    const { cause, step } = explanations.ofPause(pausedBy.code);
    return [section(waiting, text(`${cause} ${step} Sends are paused until then; nothing is lost.`))];
  }
  const { endsAt } = pausedBy;
  const until = endsAt === undefined ? text('a moment') : dateElement(endsAt, '{time_secs}');
  return [section(waiting, text(`Kaleyra asked for a pause (${pausedBy.code}). It goes on at `), until, text('.'))];
}

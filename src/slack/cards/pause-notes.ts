import type { RichTextSection } from '@slack/types';
import type { Pause } from '../../core/account/pause.ts';
import { meaningOf } from '../../core/explanations/code-meanings.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';

/** Why messages of a send have not left yet; mostly nothing. */
export function pauseNotes({ pausedBy }: Pick<Send, 'pausedBy'>): RichTextSection[] {
  if (pausedBy === undefined) return [];
  const waiting = text('waiting: ', { bold: true });
  if (pausedBy.kind === 'refused') {
    return [
      section(waiting, text(`${whyPaused(pausedBy)} ${fix(pausedBy)} Sends are paused until then; nothing is lost.`)),
    ];
  }
  const { endsAt } = pausedBy;
  const until = endsAt === undefined ? text('a moment') : dateElement(endsAt, '{time_secs}');
  return [section(waiting, text(`Kaleyra asked for a pause (${pausedBy.code}). It goes on at `), until, text('.'))];
}

/** `Kaleyra refused the account (RBC001: …).` */
export function whyPaused({ code }: Pick<Pause, 'code'>): string {
  const meaning = meaningOf(code)?.meaning;
  return `Kaleyra takes nothing from the account (${code}${meaning === undefined ? '' : `: ${meaning}`}).`;
}

/** Who has to do what. */
export function fix({ code }: Pick<Pause, 'code'>): string {
  return FIXES[code] ?? meaningOf(code)?.step ?? 'Your admin has to look at the account with Kaleyra.';
}

/** The steps that are about sending one message again do not fit where everything waits. */
const FIXES: Readonly<Record<string, string>> = {
  E110: 'Your admin has to top it up.',
  WAV2101: 'Your admin has to ask Kaleyra for a higher limit, or wait for tomorrow.',
};

import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Pause } from '../../../core/account/pause.ts';
import type { Explanations } from '../../../core/explanations/explanation.ts';
import { formatCount } from '../../../core/format.ts';
import type { Send } from '../../../core/send/send.ts';
import type { Waiting } from '../../../core/send/waiting.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';

const WAITING = text('Waiting: ', { bold: true });

/** Why messages of a send wait; empty when they do not, or not for long. */
export function pauseNotes(
  { pausedBy, waiting }: Pick<Send, 'pausedBy' | 'waiting'>,
  explanations: Explanations,
): RichTextSection[] {
  if (pausedBy !== undefined) return [pauseNote(pausedBy, explanations)];
  return waiting === undefined ? [] : [section(WAITING, ...waitingElements(waiting))];
}

function pauseNote(pause: Pause, explanations: Explanations): RichTextSection {
  if (pause.kind === 'refused') {
    const { cause, step } = explanations.ofPause(pause.code);
    return section(
      WAITING,
      text(`${cause} ${step} Sending is paused until then; nothing is lost. `),
      ...whereToResume(pause),
    );
  }
  const { endsAt } = pause;
  const when = endsAt === undefined ? [text('soon')] : [text('at '), dateElement(endsAt, '{time_secs}')];
  return section(WAITING, text(`Kaleyra asked to send more slowly (${pause.code}). It goes on `), ...when, text('.'));
}

/** Slack shows the channel or the person for an ID. */
function whereToResume({ noticePlace: place }: Pause): RichTextElement[] {
  if (place === undefined) return [];
  const button = text('Resume', { bold: true });
  if (/^[UW]/.test(place)) {
    return [button, text(' is in a direct message to '), { type: 'user', user_id: place }, text('.')];
  }
  return [button, text(' is in the notice in '), { type: 'channel', channel_id: place }, text('.')];
}

function waitingElements(waiting: Waiting): RichTextElement[] {
  switch (waiting.kind) {
    case 'retry':
      return [
        text('Kaleyra could not be reached or was busy, and nothing has left. It is tried again at '),
        dateElement(waiting.at, '{time_secs}'),
        text('.'),
      ];
    case 'in_line':
      return [
        text(
          `at most ${formatCount(waiting.perSecond)} messages a second leave from one number, and these are among ${formatCount(waiting.ahead)} in line. The last of them leaves at about `,
        ),
        dateElement(waiting.until, '{time_secs}'),
        text('.'),
      ];
    case 'catching_up':
      return [text('I am catching up after an interruption. Nothing is lost, and nothing is sent twice.')];
  }
}

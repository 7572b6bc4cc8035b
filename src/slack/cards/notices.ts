import type { KnownBlock, RichTextSection } from '@slack/types';
import { type Pause, RESUMED_BY_PROBE } from '../../core/account/pause.ts';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { RESUME_SENDING } from '../ids.ts';
import type { CardMessage } from './card.ts';
import { failureNotes } from './failure-notes.ts';
import { headlineElements, headlineText } from './headline.ts';
import { callbackNotAllowed } from './report-notes.ts';

/** In the card's thread, once: what went wrong, to whom, and a mention of who sent it. It stays true when that changes. */
export function failureNotice(send: Send, explanations: Explanations): CardMessage {
  const lines = [section(...headlineElements(send)), ...failureNotes(send, explanations)];
  return notice(send, headlineText(send), lines);
}

/** To the team, once: nothing leaves, why, who has to fix what, and the button for afterwards. */
export function pauseNotice(send: Send, pause: Pause | undefined, explanations: Explanations): CardMessage {
  if (pause === undefined) return notice(send, 'Sending goes on.', [section(text('Sending goes on.'))]);
  const opening = pause.endsAt === undefined ? 'Sending is paused' : 'Sending was paused';
  const { cause, step } = explanations.ofPause(pause.code);
  const sentence = `${cause} ${step}`;
  const lines = [
    section(text(`${opening}: `, { bold: true }), text(sentence)),
    section(
      text('It was met by '),
      text(send.id, { code: true }),
      text(' of '),
      { type: 'user', user_id: send.actorId },
      text(` from ${maskPhoneNumber(send.sender)}. Later sends wait, and nothing is lost.`),
    ),
    ...resumedLine(pause),
  ];
  return notice(send, `${opening}: ${sentence}`, lines, pause.endsAt === undefined ? [resumeButton(pause)] : []);
}

function resumedLine({ endsAt, resumedBy }: Pause): RichTextSection[] {
  if (endsAt === undefined) return [];
  const at = dateElement(endsAt, '{date_short_pretty} {time}');
  if (resumedBy === undefined || resumedBy === RESUMED_BY_PROBE) {
    return [
      section(text('Resumed', { bold: true }), text(' by itself, because Kaleyra takes the account again, '), at),
    ];
  }
  return [section(text('Resumed', { bold: true }), text(' by '), { type: 'user', user_id: resumedBy }, text(', '), at)];
}

function resumeButton({ id }: Pause): KnownBlock {
  const label = { type: 'plain_text', text: 'Resume' } as const;
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: RESUME_SENDING, text: label, value: id, style: 'primary' }],
  };
}

/** To the team, once a week at most: reports do not come, and where to allow them. */
export function callbackNotice(send: Send): CardMessage {
  const words = send.warning?.kind === 'callback_not_allowed' ? send.warning.text : '';
  return notice(send, 'No delivery reports: Kaleyra does not allow this bot’s callback address.', [
    callbackNotAllowed(words),
  ]);
}

function notice(send: Send, words: string, lines: RichTextSection[], below: KnownBlock[] = []): CardMessage {
  return {
    text: words,
    blocks: [{ type: 'rich_text', elements: lines }, ...below],
    metadata: { event_type: 'whatsapp_send_notice', event_payload: { send_id: send.id } },
  };
}

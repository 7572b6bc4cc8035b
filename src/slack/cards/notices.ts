import type { KnownBlock, RichTextSection } from '@slack/types';
import { type Pause, RESUMED_BY_PROBE } from '../../core/account/pause.ts';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { isRefused } from '../../core/rules/approval.ts';
import { ATTENTION_STATUSES } from '../../core/send/delivery/status.ts';
import type { Send } from '../../core/send/send.ts';
import { countsOfSend } from '../../core/send/send-counts.ts';
import { button } from '../blocks/basic-blocks.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import type { SlackMessage } from '../client/post-message.ts';
import { RESUME_SENDING } from '../ids.ts';
import { approvalNotes } from './approval/approval-notes.ts';
import { headlineElements, headlineText } from './headline.ts';
import { reasonNotes } from './list/list-notes.ts';
import { isList } from './list/list-words.ts';
import { failureNotes } from './notes/failure-notes.ts';
import { callbackNotAllowed } from './notes/report-notes.ts';
import { type NamedSenders, senderText } from './sender-text.ts';

const RESUMED = 'Sending goes on.';
const SETTLED = 'Settled: ';

/**
 * In the card's thread, once: what went wrong, for whom, and a mention of who sent it. It is updated when that changes, and
 * says so when nothing is wrong or unknown any more.
 */
export function failureNotice(send: Send, explanations: Explanations): SlackMessage {
  if (isRefused(send.approval)) return notApprovedNotice(send);
  const counts = countsOfSend(send);
  const isSettled = ATTENTION_STATUSES.every((status) => counts[status] === 0);
  const opening = isSettled ? [text(SETTLED, { bold: true })] : [];
  const notes = isList(send) ? reasonNotes(send, explanations) : failureNotes(send, explanations);
  const lines = [section(...opening, ...headlineElements(send, counts)), ...notes];
  return notice(send, `${isSettled ? SETTLED : ''}${headlineText(send, counts)}`, lines);
}

/** The same for a send that was not approved: whoever asked is waiting for it. */
function notApprovedNotice(send: Send): SlackMessage {
  const counts = countsOfSend(send);
  return notice(send, headlineText(send, counts), [section(...headlineElements(send, counts)), ...approvalNotes(send)]);
}

/** To the team, once: that sending is paused, why, who has to fix what, and the button that resumes it. */
export function pauseNotice(
  send: Send,
  pause: Pause | undefined,
  { explanations, senders }: { readonly explanations: Explanations; readonly senders: NamedSenders },
): SlackMessage {
  if (pause === undefined) return notice(send, RESUMED, [section(text(RESUMED))]);
  const opening = pause.endsAt === undefined ? 'Sending is paused' : 'Sending was paused';
  const { cause, step } = explanations.ofPause(pause.code);
  const sentence = `${cause} ${step}`;
  const lines = [
    section(text(`${opening}: `, { bold: true }), text(sentence)),
    section(
      text('First message affected: '),
      text(send.id, { code: true }),
      text(' by '),
      { type: 'user', user_id: send.actorId },
      text(`, from ${senderText(send.sender, senders)}. Later messages wait, and nothing is lost.`),
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
      section(text('Resumed', { bold: true }), text(' automatically, because Kaleyra accepts the account again, '), at),
    ];
  }
  return [section(text('Resumed', { bold: true }), text(' by '), { type: 'user', user_id: resumedBy }, text(', '), at)];
}

function resumeButton({ id }: Pause): KnownBlock {
  return { type: 'actions', elements: [{ ...button(RESUME_SENDING, 'Resume', id), style: 'primary' }] };
}

/** To the team, once a week at most: there are no delivery reports, and where to allow them. */
export function callbackNotice(send: Send): SlackMessage {
  const quote = send.warning?.kind === 'callback_not_allowed' ? send.warning.text : '';
  return notice(send, 'No delivery reports: Kaleyra does not allow this bot’s callback address.', [
    callbackNotAllowed(quote),
  ]);
}

function notice(send: Send, summary: string, lines: RichTextSection[], below: KnownBlock[] = []): SlackMessage {
  return {
    text: summary,
    blocks: [richText(...lines), ...below],
    metadata: { event_type: 'whatsapp_send_notice', event_payload: { send_id: send.id } },
  };
}

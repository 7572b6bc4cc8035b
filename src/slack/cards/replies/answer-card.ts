import type { Explanations } from '../../../core/explanations/explanation.ts';
import { maskPhoneNumber } from '../../../core/recipients/phone-number.ts';
import { askingWords } from '../../../core/rules/asking.ts';
import type { Mode } from '../../../core/rules/mode.ts';
import type { Send } from '../../../core/send/send.ts';
import { previewOf } from '../../../core/template/message/preview.ts';
import { cutText } from '../../../core/text.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';
import { untrustedMrkdwn, untrustedText } from '../../blocks/untrusted-text.ts';
import type { SlackMessage } from '../../client/post-message.ts';
import { approvalNotes } from '../approval/approval-notes.ts';
import type { Hidden } from '../hides-text.ts';
import { cancelNotes } from '../notes/cancel-notes.ts';
import { failureNotes } from '../notes/failure-notes.ts';
import { holdNotes } from '../notes/hold-notes.ts';
import { pauseNotes } from '../notes/pause-notes.ts';
import { reportNotes } from '../notes/report-notes.ts';
import { modeLine, unreachedNotes } from '../notes/unreached-notes.ts';
import { statusText } from '../recipient-lines.ts';
import { answerButtons } from '../send-buttons.ts';

interface Options {
  readonly explanations: Explanations;
  readonly mode: Mode;
  /** Why it does not show the text; undefined where it does. */
  readonly hidden: Hidden | undefined;
}

const MAX_TEXT_LENGTH = 5_000;
const HIDDEN: Readonly<Record<Hidden, string>> = {
  shared: '(not shown in a shared channel)',
  not_known: '(not shown until Slack says whether this channel is shared)',
};
const MAX_NOTIFICATION_LENGTH = 150;

/** An answer in the thread of the reply that it answers: `@asha answered •••• 3210: Yes, at ten.  delivered ✓✓`. */
export function answerCard(send: Send, { explanations, hidden, mode }: Options): SlackMessage {
  const [delivery] = send.deliveries;
  const who = delivery === undefined ? '' : maskPhoneNumber(delivery.recipient);
  const words =
    hidden === undefined ? untrustedText(previewOf(send.template, send.message).body ?? '') : HIDDEN[hidden];
  const status = askingWords(send)?.outcome ?? (delivery === undefined ? '' : statusText(delivery));
  const notes = [
    ...approvalNotes(send),
    ...holdNotes(send),
    ...pauseNotes(send, explanations),
    ...(askingWords(send) === undefined ? cancelNotes(send) : []),
    ...unreachedNotes(send),
    ...failureNotes(send, explanations),
    ...reportNotes(send),
  ];
  return {
    text: `<@${send.actorId}> answered ${who}: ${untrustedMrkdwn(words, MAX_NOTIFICATION_LENGTH)} — ${status}`,
    blocks: [
      ...modeLine(send, mode),
      richText(
        section(
          { type: 'user', user_id: send.actorId },
          text(` answered ${who}: ${cutText(words, MAX_TEXT_LENGTH)}   `),
          text(status, { bold: true }),
          text('   '),
          dateElement(delivery?.changedAt ?? send.createdAt, '{time}'),
        ),
        ...notes,
      ),
      answerButtons(send),
    ],
    metadata: { event_type: 'whatsapp_send', event_payload: { send_id: send.id } },
  };
}

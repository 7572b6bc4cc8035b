import { formatPeople } from '../../../core/format.ts';
import { totalOf } from '../../../core/send/delivery/status.ts';
import type { Send } from '../../../core/send/send.ts';
import { countsOfSend } from '../../../core/send/send-counts.ts';
import { nameOfMessage } from '../../../core/template/message/message.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import type { SlackMessage } from '../../client/post-message.ts';
import { originLine } from '../origin-line.ts';
import type { NamedSenders } from '../sender-text.ts';
import { approvalNotes } from './approval-notes.ts';

const MAX_NAME_LENGTH = 120;

/** To the audit channel, loudly: a message left before it was approved, why, and whether it was reviewed since. */
export function breakGlassNotice(send: Send, senders: NamedSenders): SlackMessage {
  const people = formatPeople(send.list?.rows ?? totalOf(countsOfSend(send)));
  const template = nameOfMessage(send.message);
  return {
    text: `⚠ <@${send.actorId}> sent ${untrustedMrkdwn(template, MAX_NAME_LENGTH)} to ${people} without waiting for approval`,
    blocks: [
      richText(
        section(
          text('⚠ '),
          { type: 'user', user_id: send.actorId },
          text(' sent '),
          text(untrustedLine(template, MAX_NAME_LENGTH), { bold: true }),
          text(` to ${people}.`),
        ),
        ...approvalNotes(send),
      ),
      originLine(send, senders, 'audit'),
    ],
    metadata: { event_type: 'whatsapp_send_notice', event_payload: { send_id: send.id } },
  };
}

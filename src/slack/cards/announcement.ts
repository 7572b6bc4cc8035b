import type { RichTextElement } from '@slack/types';
import { formatPeople } from '../../core/format.ts';
import type { Send } from '../../core/send/send.ts';
import { nameOfMessage } from '../../core/template/message/message.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import type { SlackMessage } from '../client/post-message.ts';

const MAX_NAME_LENGTH = 120;

/** What stands at once in a channel that the bot is not in, so that no one sends the same again while it is under way. */
export function announcement({
  actorId,
  deliveries,
  list,
  message,
}: Pick<Send, 'actorId' | 'deliveries' | 'list' | 'message'>): Pick<SlackMessage, 'text' | 'blocks'> {
  const actor: RichTextElement = { type: 'user', user_id: actorId };
  const people = formatPeople(list?.rows ?? deliveries.length);
  return {
    text: `<@${actorId}> is sending ${untrustedMrkdwn(nameOfMessage(message), MAX_NAME_LENGTH)} to ${people}`,
    blocks: [
      richText(
        section(
          actor,
          text(' is sending '),
          text(untrustedLine(nameOfMessage(message), MAX_NAME_LENGTH), { bold: true }),
          text(` to ${people}. I am not in this channel: the live result is in a direct message to `),
          actor,
          text(', and one copy of it follows here.'),
        ),
      ),
    ],
  };
}

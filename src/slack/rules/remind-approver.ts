import type { Log } from '../../flow/ports/log.ts';
import type { RemindApprover } from '../../flow/ports/remind-approver.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import type { PostingClient } from '../client/post-message.ts';
import { slackCodeOf } from '../client/slack-code.ts';

/** Reminds in the thread of the direct message that asked, also where that message stands; without one, by a new message. */
export function createRemindApprover(needs: { readonly client: PostingClient; readonly log: Log }): RemindApprover {
  const { client, log } = needs;
  return async ({ message, personId }, { actorId, expiresAt, sendId }) => {
    const until = dateMrkdwn(expiresAt, '{date_short_pretty}, {time}');
    const text = `<@${actorId}> still waits for your approval, until ${until}.`;
    const place =
      message === undefined
        ? { channel: personId }
        : { channel: message.channelId, thread_ts: message.ts, reply_broadcast: true };
    try {
      await client.chat.postMessage({ ...place, text, unfurl_links: false, unfurl_media: false });
    } catch (error) {
      log.warn({ sendId, code: slackCodeOf(error) }, 'approver not reminded');
    }
  };
}

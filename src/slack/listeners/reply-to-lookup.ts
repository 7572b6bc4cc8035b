import type { RespondFn } from '@slack/bolt';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Asker, Lookup } from '../../flow/ports/store/lookup.ts';
import type { Question } from '../commands/lookup-question.ts';
import { type Reply, recentReply, statusReply } from '../commands/lookup-replies.ts';
import { SEND_COMMAND } from '../ids.ts';

const MAX_RECENT = 10;
const NO_ID = `Add the ID: \`${SEND_COMMAND} status\` and the send ID or a message ID from the card. \`${SEND_COMMAND} recent\` lists the latest messages.`;
const NOT_FOUND =
  'There is no message with this ID in this channel or among your own. Copy the whole ID from the card, or ask in the channel where it was sent.';
const NOT_NOW = 'That could not be looked up just now. Try again in a moment.';

/** Replies to a lookup from the ledger, to the person alone. */
export function createReplyToLookup(needs: {
  readonly lookup: Pick<Lookup, 'findSend' | 'findSendOfMessage' | 'recentSends'>;
  readonly explanations: Explanations;
  readonly log: Log;
}) {
  const { lookup } = needs;

  async function replyTo(question: Question, asker: Asker): Promise<Reply | string> {
    if (question.kind === 'recent') return recentReply(await lookup.recentSends(asker, MAX_RECENT));
    const { id } = question;
    if (id === '') return NO_ID;
    const send = (await lookup.findSend(id, asker)) ?? (await lookup.findSendOfMessage(id, asker));
    return send === undefined ? NOT_FOUND : statusReply(send, needs.explanations);
  }

  return async (question: Question, asker: Asker, respond: RespondFn): Promise<void> => {
    const found = await replyTo(question, asker).catch((error: unknown) => {
      needs.log.error({ err: error }, 'lookup failed');
      return NOT_NOW;
    });
    await respond({ response_type: 'ephemeral', ...(typeof found === 'string' ? { text: found } : found) });
  };
}

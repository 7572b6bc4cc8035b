import type { RespondFn } from '@slack/bolt';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { storable } from '../../core/text.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Asker, SendSearch } from '../../flow/ports/lookup.ts';
import { type Answer, recentReply, statusReply } from '../commands/lookup-replies.ts';
import { SEND_COMMAND } from '../ids.ts';

/** A command that asks, and sends nothing. */
export type Question = { readonly kind: 'status'; readonly id: string } | { readonly kind: 'recent' };

const MOST_RECENT = 10;
/** No send and no message has a longer ID. */
const MAX_ID_LENGTH = 200;
const WHICH = `Say which send: \`${SEND_COMMAND} status\` and the send ID or a message ID from its card. \`${SEND_COMMAND} recent\` lists the last sends.`;
const NOT_FOUND =
  'I know no send by that ID here. Copy the whole ID from its card; sends of this channel and your own can be looked up.';
const NOT_NOW = 'That could not be looked up just now. Ask again in a moment.';

/** Reads `status ID` and `recent`; undefined for everything else, which opens the form. */
export function readQuestion(text: string): Question | undefined {
  const [word = '', id = '', ...more] = text.split(/\s+/);
  if (word.toLowerCase() === 'recent' && id === '') return { kind: 'recent' };
  if (word.toLowerCase() !== 'status' || more.length > 0) return undefined;
  return { kind: 'status', id: storable(id.replace(/^`|`$/g, ''), MAX_ID_LENGTH) };
}

/** Answers from the ledger, to the person alone. */
export function createLookUp(needs: {
  readonly lookup: SendSearch;
  readonly explanations: Explanations;
  readonly log: Log;
}) {
  const { lookup } = needs;

  async function answer(question: Question, asker: Asker): Promise<Answer | string> {
    if (question.kind === 'recent') return recentReply(await lookup.recentSends(asker, MOST_RECENT));
    const { id } = question;
    if (id === '') return WHICH;
    const send = (await lookup.findSend(id, asker)) ?? (await lookup.findSendOfMessage(id, asker));
    return send === undefined ? NOT_FOUND : statusReply(send, needs.explanations);
  }

  return async (question: Question, asker: Asker, respond: RespondFn): Promise<void> => {
    const found = await answer(question, asker).catch((error: unknown) => {
      needs.log.error({ err: error }, 'lookup failed');
      return NOT_NOW;
    });
    await respond({ response_type: 'ephemeral', ...(typeof found === 'string' ? { text: found } : found) });
  };
}

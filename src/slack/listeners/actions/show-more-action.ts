import type { Log } from '../../../flow/ports/log.ts';
import type { Lookup } from '../../../flow/ports/store/lookup.ts';
import { workspaceUrlOf } from '../../access/gate.ts';
import { readNextPage } from '../../commands/more-value.ts';
import { createReplyWithMore } from '../reply-to-lookup.ts';
import { type PressArgs, readPress } from './press.ts';

/** "More" under a page of messages: the next page, in a reply of its own. */
export function createShowMoreAction(needs: {
  readonly lookup: Pick<Lookup, 'findSend' | 'findSendOfMessage' | 'searchSends'>;
  readonly log: Log;
}) {
  const replyWithMore = createReplyWithMore(needs);
  return async (args: PressArgs): Promise<void> => {
    const { ack, action, context, respond } = args;
    await ack();
    const next = readNextPage(('value' in action ? action.value : undefined) ?? '');
    if (next === undefined) return;
    const { asker } = readPress(args);
    await replyWithMore(next, { asker, workspaceUrl: workspaceUrlOf(context) }, respond);
  };
}

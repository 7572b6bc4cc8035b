import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Asker } from '../../../flow/ports/store/lookup.ts';
import { installationOf } from '../../access/gate.ts';
import { withTrustedMetadata } from '../../access/signed-metadata.ts';
import { readSendMetadata } from '../../details/send-metadata.ts';
import { OWN_ID } from '../../ids.ts';
import type { ViewsClient } from './open-and-fill.ts';

/** What a listener for a press on something about a send uses. */
export type PressArgs = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'action' | 'body' | 'context' | 'respond'
> & { readonly client: ViewsClient };

/** What a listener for a press in a view uses that shows the view again. */
export type ViewPressArgs = Pick<PressArgs, 'ack' | 'action' | 'body' | 'context'> & {
  readonly client: { readonly views: Pick<ViewsClient['views'], 'update'> };
};

/** Replies to the person alone. After a press in a view nothing is sent: Slack gives no response URL there. */
export async function replyEphemerally(
  { body, respond }: Pick<PressArgs, 'body' | 'respond'>,
  text: string,
): Promise<void> {
  if (body.view !== undefined) return;
  await respond({ response_type: 'ephemeral', replace_original: false, text });
}

/** A press on a button of a send. It comes from a client, so the ledger decides what the asker may see. */
export interface PressedSend {
  readonly sendId: string;
  /** Set where the button concerns one recipient. */
  readonly deliveryId: string | undefined;
  /** Who pressed it, and where; for a view, where that was opened. */
  readonly asker: Asker;
}

export function readPress({ action, body, context }: Pick<PressArgs, 'action' | 'body' | 'context'>): PressedSend {
  const ids = (('value' in action ? action.value : undefined) ?? '').split(' ');
  const [sendId = '', deliveryId] = ids.every((id) => OWN_ID.test(id)) ? ids : [];
  const opened =
    body.view === undefined ? undefined : readSendMetadata(withTrustedMetadata(context, body.view).private_metadata);
  const channelId = body.channel?.id ?? opened?.channelId ?? '';
  return { sendId, deliveryId, asker: { teamId: installationOf(context), channelId, actorId: body.user.id } };
}

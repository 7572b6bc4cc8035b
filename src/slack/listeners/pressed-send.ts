import type { BlockAction } from '@slack/bolt';
import type { Asker } from '../../flow/send/lookup.ts';
import { readSendMetadata } from '../details/send-metadata.ts';
import { teamOf } from './team.ts';

/** A press on something that is about a send. Nothing in it is believed before the ledger was asked. */
export interface PressedSend {
  readonly sendId: string;
  /** Set for what is about one recipient. */
  readonly deliveryId: string | undefined;
  /** Who pressed it, and where; for a view: where that was opened. */
  readonly asker: Asker;
}

export function readPress(body: BlockAction, action: { readonly type: string; readonly value?: string }): PressedSend {
  const [sendId = '', deliveryId] = (action.value ?? '').split(' ');
  const opened = body.view === undefined ? undefined : readSendMetadata(body.view.private_metadata);
  const channelId = body.channel?.id ?? opened?.channelId ?? '';
  return { sendId, deliveryId, asker: { teamId: teamOf(body), channelId, actorId: body.user.id } };
}

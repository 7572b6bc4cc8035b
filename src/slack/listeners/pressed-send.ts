import type { Asker } from '../../flow/ports/lookup.ts';
import { installationOf } from '../access/gate.ts';
import { readSendMetadata } from '../details/send-metadata.ts';
import type { PressArgs } from './press-args.ts';

/** A press on something that is about a send. Nothing in it is believed before the ledger was asked. */
export interface PressedSend {
  readonly sendId: string;
  /** Set for what is about one recipient. */
  readonly deliveryId: string | undefined;
  /** Who pressed it, and where; for a view: where that was opened. */
  readonly asker: Asker;
}

export function readPress({ action, body, context }: Pick<PressArgs, 'action' | 'body' | 'context'>): PressedSend {
  const [sendId = '', deliveryId] = (('value' in action ? action.value : undefined) ?? '').split(' ');
  const opened = body.view === undefined ? undefined : readSendMetadata(body.view.private_metadata);
  const channelId = body.channel?.id ?? opened?.channelId ?? '';
  return { sendId, deliveryId, asker: { teamId: installationOf(context), channelId, actorId: body.user.id } };
}

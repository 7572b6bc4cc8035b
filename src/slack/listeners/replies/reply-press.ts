import type { Asker } from '../../../flow/ports/store/lookup.ts';
import { installationOf } from '../../access/gate.ts';
import { withTrustedMetadata } from '../../access/signed-metadata.ts';
import { REPLY_ID } from '../../ids.ts';
import { readAnswerMetadata } from '../../replies/answer-view.ts';
import type { PressArgs } from '../actions/press.ts';

/** A press under a reply. It comes from a client, so the ledger decides what the asker may see. */
export function readReplyPress({ action, body, context }: Pick<PressArgs, 'action' | 'body' | 'context'>): {
  readonly replyId: string;
  readonly asker: Asker;
} {
  const value = ('value' in action ? action.value : undefined) ?? '';
  const opened =
    body.view === undefined ? undefined : readAnswerMetadata(withTrustedMetadata(context, body.view).private_metadata);
  return {
    replyId: REPLY_ID.test(value) ? value : '',
    asker: {
      teamId: installationOf(context),
      channelId: body.channel?.id ?? opened?.channelId ?? '',
      actorId: body.user.id,
    },
  };
}

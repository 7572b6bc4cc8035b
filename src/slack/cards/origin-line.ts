import type { ContextBlock } from '@slack/types';
import type { CardRole } from '../../core/send/card.ts';
import type { SendHead } from '../../core/send/send.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import { untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { type NamedSenders, senderText } from './sender-text.ts';

const MAX_LISTED_REPEATS = 5;

/** Where a send came from, its ID, and the sends that it repeats or that repeat it. */
export function originLine(send: SendHead, senders: NamedSenders, role: CardRole = 'channel'): ContextBlock {
  const parts = [
    `from ${senderText(send.sender, senders, untrustedMrkdwn)}`,
    dateMrkdwn(send.createdAt, '{date_short_pretty} {time}'),
    `\`${send.id}\``,
    ...(send.parentId === undefined ? [] : [`sent again after \`${send.parentId}\``]),
    ...repeatPart(send.repeatedBy ?? []),
    ...(role === 'audit' || role === 'approver' ? [`in <#${send.channelId}>`] : []),
  ];
  return { type: 'context', elements: [{ type: 'mrkdwn', text: parts.join(' · ') }] };
}

function repeatPart(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(-MAX_LISTED_REPEATS).map((id) => `\`${id}\``);
  return [`sent again as ${shown.join(', ')}`];
}

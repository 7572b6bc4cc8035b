import type { KnownBlock, RichTextElement } from '@slack/types';
import type { CardRole } from '../../../core/send/card.ts';
import type { Send } from '../../../core/send/send.ts';
import { richText, section, text } from '../../blocks/rich-text.ts';
import { BOT_NAME } from '../../ids.ts';

interface FallbackBlocks {
  readonly above: KnownBlock[];
  readonly below: KnownBlock[];
}

const INVITE = text(`/invite @${BOT_NAME}`, { code: true });

/** What a card says when it is not where the command was run, or cannot be kept up to date there. */
export function fallbackBlocks({ channelId }: Send, role: CardRole): FallbackBlocks {
  if (role === 'dm') return { above: [richText(section(...cannotPost(channelId)))], below: [] };
  if (role === 'response_url') return { above: [], below: [richText(section(...notUpdated()))] };
  return { above: [], below: [] };
}

/** A bot cannot be invited to a conversation between two people. */
function cannotPost(channelId: string): RichTextElement[] {
  if (channelId.startsWith('D')) {
    return [text('I cannot post in the conversation where you ran the command: the result is here.')];
  }
  return [
    text('I cannot post in '),
    { type: 'channel', channel_id: channelId },
    text(': the result is here. After '),
    INVITE,
    text(' I can post there.'),
  ];
}

function notUpdated(): RichTextElement[] {
  return [
    text(
      'This is the result as it was when it was posted. I am not in this channel, so I cannot keep it up to date. After ',
    ),
    INVITE,
    text(' I can.'),
  ];
}

import type { KnownBlock, RichTextElement } from '@slack/types';
import type { CardRole } from '../../core/send/card.ts';
import type { Send } from '../../core/send/send.ts';
import { section, text } from '../blocks/rich-text.ts';

interface FallbackBlocks {
  readonly above: KnownBlock[];
  readonly below: KnownBlock[];
}

const INVITE = text('/invite @whatsapp-send', { code: true });

/** What a card says when it stands somewhere else than where the command was run, or cannot be edited there. */
export function fallbackBlocks({ channelId }: Send, role: CardRole): FallbackBlocks {
  if (role === 'dm') return { above: [line(cannotPost(channelId))], below: [] };
  if (role === 'response_url') return { above: [], below: [line(notUpdated())] };
  return { above: [], below: [] };
}

/** Nobody can be invited to a conversation between two people. */
function cannotPost(channelId: string): RichTextElement[] {
  if (channelId.startsWith('D')) {
    return [text('I cannot post in the conversation where you ran the command: the result is here.')];
  }
  return [
    text('I cannot post in '),
    { type: 'channel', channel_id: channelId },
    text(': the result is here; '),
    INVITE,
    text(' lets me post there next time.'),
  ];
}

function notUpdated(): RichTextElement[] {
  return [
    text('This is how it stood when it was posted. I am not in this channel, so I cannot keep it up to date; '),
    INVITE,
    text(' lets me next time.'),
  ];
}

function line(elements: RichTextElement[]): KnownBlock {
  return { type: 'rich_text', elements: [section(...elements)] };
}

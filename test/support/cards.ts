import { createExplanations } from '../../src/core/explanations/explanation.ts';
import type { Mode } from '../../src/core/rules/mode.ts';
import type { CardRole } from '../../src/core/send/card.ts';
import type { Send } from '../../src/core/send/send.ts';
import { meaningOf } from '../../src/kaleyra/codes/code-meanings.ts';
import { sendCard } from '../../src/slack/cards/card.ts';
import type { Hidden } from '../../src/slack/cards/hides-text.ts';
import type { NamedSenders } from '../../src/slack/cards/sender-text.ts';
import type { SlackMessage } from '../../src/slack/client/post-message.ts';

/** Failures in the words of a bot that waits 15 s for an answer. */
export const EXPLANATIONS = createExplanations({ meaningOf, timeoutSeconds: 15 });

/** A send's card as its channel shows it, or as another place does. */
export function cardOf(
  send: Send,
  place: {
    readonly role?: CardRole;
    readonly shape?: 'full' | 'plain';
    readonly senders?: NamedSenders;
    readonly mode?: Mode;
    readonly hidden?: Hidden;
  } = {},
): SlackMessage {
  return sendCard(send, {
    role: 'channel',
    shape: 'full',
    explanations: EXPLANATIONS,
    messagesPerSecond: 40,
    mode: 'live',
    senders: [],
    ...place,
  });
}

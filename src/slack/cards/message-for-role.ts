import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Mode } from '../../core/rules/mode.ts';
import type { ClaimedCard } from '../../flow/ports/store/show-cards.ts';
import type { SlackMessage } from '../client/post-message.ts';
import { approverCard } from './approval/approver-card.ts';
import { breakGlassNotice } from './approval/break-glass-notice.ts';
import type { ForApprover } from './approval/for-approver.ts';
import { sendCard } from './card.ts';
import { type Hidden, withoutText } from './hides-text.ts';
import { callbackNotice, failureNotice, pauseNotice } from './notices.ts';
import { answerCard } from './replies/answer-card.ts';
import type { NamedSenders } from './sender-text.ts';

interface Options {
  readonly shape: 'full' | 'plain';
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  readonly messagesPerSecond: number;
  /** What only an approver's copy shows. */
  readonly forApprover: ForApprover;
  readonly mode: Mode;
  /** Why it does not show the text; undefined where it does. */
  readonly hidden: Hidden | undefined;
}

/** The message that a claimed card has to show now, by the card's role. */
export function messageForRole(
  { card, isBesideChannel, pause, ...claimed }: ClaimedCard,
  { shape, explanations, forApprover, hidden, messagesPerSecond, mode, senders }: Options,
): SlackMessage {
  const send = withoutText(claimed.send, hidden);
  switch (card.role) {
    case 'dm':
      // Beside the card in the channel it says which channel, and not that the bot cannot post there.
      return sendCard(send, {
        role: isBesideChannel === true ? 'audit' : 'dm',
        shape,
        explanations,
        hidden,
        messagesPerSecond,
        mode,
        senders,
      });
    case 'channel':
    case 'response_url':
    case 'audit':
      return sendCard(send, { role: card.role, shape, explanations, hidden, messagesPerSecond, mode, senders });
    case 'answer':
      return answerCard(send, { explanations, hidden, mode });
    case 'approver':
      return send.approval === undefined
        ? sendCard(send, { role: card.role, shape, explanations, hidden, messagesPerSecond, mode, senders })
        : approverCard(send, send.approval, { personId: card.destination, mode, senders, ...forApprover });
    case 'break_glass_notice':
      return breakGlassNotice(send, senders);
    case 'failure_notice':
      return failureNotice(send, explanations);
    case 'pause_notice':
      return pauseNotice(send, pause, { explanations, senders });
    case 'callback_notice':
      return callbackNotice(send);
  }
}

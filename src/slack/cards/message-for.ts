import type { Explanations } from '../../core/explanations/explanation.ts';
import type { ClaimedCard } from '../../flow/ports/show-cards.ts';
import { type CardMessage, sendCard } from './card.ts';
import { callbackNotice, failureNotice, pauseNotice } from './notices.ts';

interface Options {
  readonly shape: 'full' | 'plain';
  readonly explanations: Explanations;
}

/** What a claimed place has to show now. */
export function messageFor({ card, send, pause }: ClaimedCard, { shape, explanations }: Options): CardMessage {
  switch (card.role) {
    case 'channel':
    case 'response_url':
    case 'dm':
    case 'audit':
      return sendCard(send, { role: card.role, shape, explanations });
    case 'failure_notice':
      return failureNotice(send, explanations);
    case 'pause_notice':
      return pauseNotice(send, pause, explanations);
    case 'callback_notice':
      return callbackNotice(send);
  }
}

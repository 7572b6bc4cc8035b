import type { ClaimedCard } from '../../flow/ports/ports.ts';
import { type CardMessage, sendCard } from './card.ts';
import { callbackNotice, failureNotice, pauseNotice } from './notices.ts';

interface Options {
  readonly shape: 'full' | 'plain';
  readonly timeoutSeconds: number | undefined;
}

/** What a claimed place has to show now. */
export function messageFor({ card, send, pause }: ClaimedCard, { shape, timeoutSeconds }: Options): CardMessage {
  switch (card.role) {
    case 'channel':
    case 'response_url':
    case 'dm':
    case 'audit':
      return sendCard(send, { role: card.role, shape, timeoutSeconds });
    case 'failure_notice':
      return failureNotice(send, timeoutSeconds);
    case 'pause_notice':
      return pauseNotice(send, pause);
    case 'callback_notice':
      return callbackNotice(send);
  }
}

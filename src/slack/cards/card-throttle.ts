import type { ClaimedCard } from '../../flow/ports/store/show-cards.ts';
import { createFairLimiter } from '../client/fair-limiter.ts';
import type { PostResult } from '../client/post-message.ts';
import { createThrottle } from '../client/throttle.ts';
import { createListNews } from './list/list-news.ts';
import { isList } from './list/list-words.ts';

/** When cards may be shown, so that all of them together stay within Slack's limits. */
export interface CardThrottle {
  /** Milliseconds until this card may be shown; 0 when it may be now. */
  waitMs(claimed: ClaimedCard): number;
  /** Counts what was just tried. */
  tried(claimed: ClaimedCard, result: PostResult): void;
}

/** Updates that only count a list's rows: 30 a minute for all lists, so that the other cards have room in Slack's 50. */
const LIST_UPDATES = { everyMs: 2_500, inARow: 7 };
/** The post, what Kaleyra answered, and a first report: a short send is shown to its end without a wait. */
const UPDATES_IN_A_ROW = 3;

interface Needs {
  /** Milliseconds; rises steadily. */
  readonly now: () => number;
  /** Shortest time between two updates of one card. */
  readonly updateEveryMs: number;
}

export function createCardThrottle({ now, updateEveryMs }: Needs): CardThrottle {
  const throttle = createThrottle({ now });
  const news = createListNews();
  const listLimiter = createFairLimiter({ ...LIST_UPDATES, now });

  return {
    waitMs(claimed) {
      const { send } = claimed;
      const [cardKey, limitKey] = keysOf(claimed);
      if (!isList(send)) return throttle.waitMs(cardKey, limitKey);
      if (news.isNews(cardKey, send)) return throttle.waitMs(limitKey);
      const waitMs = throttle.waitMs(cardKey, limitKey);
      return waitMs > 0 ? waitMs : listLimiter.waitMs(cardKey);
    },
    tried(claimed, result) {
      const { card, send } = claimed;
      const [cardKey, limitKey] = keysOf(claimed);
      if (isList(send) && card.message !== undefined) listLimiter.take(cardKey);
      if (result.kind === 'later' && result.afterMs !== undefined) throttle.hold(limitKey, result.afterMs);
      if (result.kind !== 'shown') return;
      if (!isList(send)) return throttle.use(cardKey, updateEveryMs, UPDATES_IN_A_ROW);
      throttle.hold(cardKey, news.updateEveryMs(send, new Date()));
      news.shown(cardKey, send);
    },
  };
}

/** Slack limits posts by channel, and updates by workspace. */
function keysOf({ card }: ClaimedCard): readonly [card: string, limit: string] {
  const limit = card.message === undefined ? `post:${card.destination}` : 'update';
  return [`card:${card.sendId}:${card.role}:${card.slot}`, limit];
}

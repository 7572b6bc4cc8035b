import { isFinished, type ListSend, stateOf } from './list-words.ts';

const FIRST_MINUTE_MS = 60_000;
const EARLY_EVERY_MS = 3_000;
const LATER_EVERY_MS = 10_000;
/** A list that was forgotten is shown once too early. */
const MAX_REMEMBERED = 1_000;

/** When the card of a list is worth another update: its counts change with every row, and Slack takes 50 updates a minute for all cards. */
export interface ListNews {
  /** Whether people wait for it: the list was paused, stopped, let go or held, it asks something, waits for the end of quiet hours, or is done. */
  isNews(cardKey: string, send: ListSend): boolean;
  /** Shortest time until the next update that only counts. */
  updateEveryMs(send: ListSend, now: Date): number;
  shown(cardKey: string, send: ListSend): void;
}

export function createListNews(): ListNews {
  const stories = new Map<string, string>();
  return {
    isNews: (cardKey, send) => stories.get(cardKey) !== storyOf(send),
    updateEveryMs(send, now) {
      const age = now.getTime() - send.createdAt.getTime();
      return age < FIRST_MINUTE_MS ? EARLY_EVERY_MS : LATER_EVERY_MS;
    },
    shown(cardKey, send) {
      if (stories.size >= MAX_REMEMBERED) stories.clear();
      stories.set(cardKey, storyOf(send));
    },
  };
}

function storyOf(send: ListSend): string {
  const { list, pausedBy, quietWaits } = send;
  return [stateOf(send), list.isAskingForRest, isFinished(send), pausedBy?.id, quietWaits !== undefined].join(' ');
}

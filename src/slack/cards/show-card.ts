import type { Explanations } from '../../core/explanations/explanation.ts';
import { isSettled } from '../../core/send/status.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { CardShown, ClaimedCard, ShowCard } from '../../flow/ports/show-cards.ts';
import { later } from '../client/slack-verdict.ts';
import { createThrottle } from '../client/throttle.ts';
import type { CardMessage } from './card.ts';
import { messageFor } from './message-for.ts';
import { editMessage, type PostingClient, type Put, postMessage } from './put-message.ts';
import { createPostToResponseUrl } from './response-url.ts';

interface Needs {
  readonly client: PostingClient;
  readonly log: Log;
  readonly explanations: Explanations;
  /** For response URLs. */
  readonly fetch?: typeof globalThis.fetch;
  readonly responseTimeoutMs?: number;
  /** Shortest time between two edits of one card. */
  readonly editEveryMs?: number;
  /** Milliseconds; rises steadily. */
  readonly now?: () => number;
}

const RESPONSE_TIMEOUT_MS = 5_000;
/** `chat.update` is allowed about 50 times a minute. */
const EDIT_EVERY_MS = 1_200;
/** The post, what came of it, and a first report: a short send is told to its end without a rest. */
const SHOWS_AT_ONCE = 3;

/**
 * Shows a send in Slack: posted the first time, edited after that. Posts happen at least once (Slack knows no idempotency key),
 * edits are idempotent. Resolves whatever Slack does.
 */
export function createShowCard(needs: Needs): ShowCard {
  const { client, explanations, log, fetch = globalThis.fetch, now = () => performance.now() } = needs;
  const { responseTimeoutMs = RESPONSE_TIMEOUT_MS, editEveryMs = EDIT_EVERY_MS } = needs;
  const throttle = createThrottle({ now });
  const postToResponseUrl = createPostToResponseUrl({ fetch, timeoutMs: responseTimeoutMs });

  async function showAtPace(claimed: ClaimedCard): Promise<Put> {
    const { card } = claimed;
    const cardKey = `card:${card.sendId}:${card.role}`;
    // Slack limits posts by channel, edits by workspace.
    const limitKey = card.message === undefined ? `post:${card.destination}` : 'edit';
    const waitMs = throttle.waitMs(cardKey, limitKey);
    if (waitMs > 0) return later('paced', waitMs);
    const put = await putMessage(claimed);
    if (put.kind === 'shown') throttle.use(cardKey, editEveryMs, SHOWS_AT_ONCE);
    if (put.kind === 'later' && put.afterMs !== undefined) throttle.hold(limitKey, put.afterMs);
    return put;
  }

  async function putMessage(claimed: ClaimedCard): Promise<Put> {
    const { message } = claimed.card;
    if (message === undefined) return inSimplerShapes(claimed, (card) => postMessage(client, placeOf(claimed), card));
    const edited = await inSimplerShapes(claimed, (card) => editMessage(client, message, card));
    if (edited.kind !== 'uneditable') return edited;
    return inSimplerShapes(claimed, (card) =>
      postMessage(client, { ...placeOf(claimed), channelId: message.channelId }, card),
    );
  }

  /**
   * A response URL gives no message to edit and serves five times in 30 minutes, so it is used once: when Kaleyra has
   * answered for every recipient. From then on the direct message is the living card.
   */
  async function respondOnce(claimed: ClaimedCard): Promise<Put> {
    const { card, send, responseUrl } = claimed;
    if (card.shownVersion > 0) return { kind: 'shown', message: undefined };
    if (responseUrl === undefined) return { kind: 'place', reason: 'response_url_expired' };
    if (!send.deliveries.every(({ status }) => isSettled(status))) return later('waits_for_outcome');
    return inSimplerShapes(claimed, (message) => postToResponseUrl(responseUrl, message));
  }

  /** As it should look, then without the table block, then as its first line alone: a plain truth beats none. */
  async function inSimplerShapes(claimed: ClaimedCard, put: (card: CardMessage) => Promise<Put>): Promise<Put> {
    const full = messageFor(claimed, { shape: 'full', explanations });
    const first = await put(full);
    if (first.kind !== 'content') return first;
    log.warn({ sendId: claimed.send.id, reason: first.reason }, 'Slack refused a card; showing it more plainly');
    const second = await put(messageFor(claimed, { shape: 'plain', explanations }));
    return second.kind === 'content' ? put({ ...full, blocks: [] }) : second;
  }

  return async (claimed) => {
    const put = await (claimed.card.role === 'response_url' ? respondOnce(claimed) : showAtPace(claimed));
    if (put.kind === 'token') log.error({ reason: put.reason }, 'Slack refuses the bot token; cards wait');
    return cardShown(put);
  };
}

/** A failure is told in the thread of the card that it is about. */
function placeOf({ card, thread }: ClaimedCard): { readonly channelId: string; readonly threadTs?: string } {
  return thread === undefined ? { channelId: card.destination } : { channelId: thread.channelId, threadTs: thread.ts };
}

function cardShown(put: Put): CardShown {
  switch (put.kind) {
    case 'shown':
    case 'later':
      return put;
    case 'token':
      return later(put.reason);
    case 'deleted':
      return { kind: 'removed' };
    case 'place':
    case 'content':
    case 'uneditable':
      return { kind: 'refused', reason: put.reason };
  }
}

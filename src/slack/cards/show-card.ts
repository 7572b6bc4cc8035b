import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Numbering } from '../../core/recipients/recipient.ts';
import type { Mode } from '../../core/rules/mode.ts';
import { isAnswered } from '../../core/send/send-counts.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { RequestCodec } from '../../flow/ports/provider.ts';
import type { CardShown, ClaimedCard, ShowCard } from '../../flow/ports/store/show-cards.ts';
import { limitedFetch } from '../client/limited-fetch.ts';
import {
  type PostingClient,
  type PostResult,
  postMessage,
  type SlackMessage,
  updateMessage,
} from '../client/post-message.ts';
import { createPostToResponseUrl } from '../client/response-url.ts';
import { later } from '../client/slack-failure.ts';
import { MIN_UPDATE_INTERVAL_MS } from '../limits.ts';
import { announcement } from './announcement.ts';
import { forApprover } from './approval/for-approver.ts';
import { createCardThrottle } from './card-throttle.ts';
import type { HidesText } from './hides-text.ts';
import { messageForRole } from './message-for-role.ts';
import type { NamedSenders } from './sender-text.ts';

interface Needs {
  readonly client: PostingClient;
  readonly log: Log;
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  /** The send rate of a sender. */
  readonly messagesPerSecond: number;
  /** Reads a message back from its request, as an approver sees it. */
  readonly provider: RequestCodec;
  readonly loadNumbering: () => Promise<Numbering>;
  /** Why a card does not show its text in this channel. */
  readonly hidesText: HidesText;
  /** What may leave at all. */
  readonly mode: Mode;
  /** For response URLs. */
  readonly fetch?: typeof globalThis.fetch;
  readonly responseTimeoutMs?: number;
  /** Shortest time between two updates of one card. */
  readonly updateEveryMs?: number;
  /** Milliseconds; rises steadily. */
  readonly now?: () => number;
}

type Throttled = Extract<CardShown, { kind: 'throttled' }>;

const RESPONSE_TIMEOUT_MS = 5_000;
/**
 * Shows a send in Slack: posted the first time, updated after that. A post happens at least once (Slack knows no idempotency
 * key), an update can be repeated. Never rejects because of Slack.
 */
export function createShowCard(needs: Needs): ShowCard {
  const { client, log, fetch = limitedFetch, now = () => performance.now() } = needs;
  const { responseTimeoutMs = RESPONSE_TIMEOUT_MS, updateEveryMs = MIN_UPDATE_INTERVAL_MS } = needs;
  const cardThrottle = createCardThrottle({ now, updateEveryMs });
  const postToResponseUrl = createPostToResponseUrl({ fetch, timeoutMs: responseTimeoutMs });

  async function showThrottled(claimed: ClaimedCard): Promise<PostResult | Throttled> {
    const waitMs = cardThrottle.waitMs(claimed);
    if (waitMs > 0) return { kind: 'throttled', afterMs: waitMs };
    const result = await postOrUpdate(claimed);
    cardThrottle.tried(claimed, result);
    return result;
  }

  async function postOrUpdate(claimed: ClaimedCard): Promise<PostResult> {
    const { message } = claimed.card;
    if (message === undefined) {
      const posted = await inSimplerShapes(claimed, (card) => postMessage(client, placeOf(claimed), card));
      if (posted.kind === 'place') await announce(claimed, postToResponseUrl);
      return posted;
    }
    const updated = await inSimplerShapes(claimed, (card) => updateMessage(client, message, card));
    if (updated.kind !== 'uneditable') return updated;
    return inSimplerShapes(claimed, (card) =>
      postMessage(client, { ...placeOf(claimed), channelId: message.channelId }, card),
    );
  }

  /**
   * A response URL gives no message to update and works five times in 30 minutes, so it is used once: when Kaleyra has
   * responded for every recipient. From then on only the direct message is kept up to date.
   */
  async function respondOnce(claimed: ClaimedCard): Promise<PostResult> {
    const { card, send, responseUrl } = claimed;
    if (card.shownVersion > 0) return { kind: 'shown', message: undefined };
    if (responseUrl === undefined) return { kind: 'place', reason: 'response_url_expired' };
    if (!isAnswered(send)) return later('waits_for_outcome');
    return inSimplerShapes(claimed, (message) => postToResponseUrl(responseUrl, message));
  }

  /** The whole card; where Slack refuses it, without the table block; where that is refused too, only its first line. */
  async function inSimplerShapes(
    claimed: ClaimedCard,
    show: (card: SlackMessage) => Promise<PostResult>,
  ): Promise<PostResult> {
    const hidden = await needs.hidesText(claimed.card);
    const options = { ...needs, hidden, forApprover: await forApprover(needs, claimed) };
    const full = messageForRole(claimed, { ...options, shape: 'full' });
    const inOneShape = async (): Promise<PostResult> => {
      const first = await show(full);
      if (first.kind !== 'content') return first;
      log.warn({ sendId: claimed.send.id, reason: first.reason }, 'card refused by Slack; shown more plainly');
      const second = await show(messageForRole(claimed, { ...options, shape: 'plain' }));
      return second.kind === 'content' ? show({ ...full, blocks: [] }) : second;
    };
    const result = await inOneShape();
    return result.kind === 'shown' && hidden === 'not_known' ? { ...result, isIncomplete: true } : result;
  }

  return async (claimed) => {
    const result = await (claimed.card.role === 'response_url' ? respondOnce(claimed) : showThrottled(claimed));
    if (result.kind === 'token') log.error({ reason: result.reason }, 'bot token refused by Slack; cards wait');
    return cardShown(result);
  };
}

/** A channel that refuses the card would stay empty until Kaleyra has answered, and a person would send again. */
async function announce(
  { card, responseUrl, send }: ClaimedCard,
  post: ReturnType<typeof createPostToResponseUrl>,
): Promise<void> {
  const isOpen = !isAnswered(send);
  if (card.role === 'channel' && responseUrl !== undefined && isOpen) await post(responseUrl, announcement(send));
}

/** A failure notice belongs in the thread of the card that it is about, an answer in that of the reply. */
function placeOf({ card, thread }: ClaimedCard): { readonly channelId: string; readonly threadTs?: string } {
  if (thread !== undefined) return { channelId: thread.channelId, threadTs: thread.ts };
  return { channelId: card.destination, ...(card.threadTs !== undefined && { threadTs: card.threadTs }) };
}

function cardShown(result: PostResult | Throttled): CardShown {
  switch (result.kind) {
    case 'shown':
    case 'later':
    case 'throttled':
      return result;
    case 'token':
      return later(result.reason);
    case 'deleted':
      return { kind: 'removed' };
    case 'place':
    case 'content':
    case 'uneditable':
      return { kind: 'refused', reason: result.reason };
  }
}

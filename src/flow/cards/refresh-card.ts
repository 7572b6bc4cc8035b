import {
  CARD_GIVEN_UP_AFTER_MS,
  FIRST_CARD_WAIT_MS,
  LATE_EDIT_MS,
  MAX_CARD_WAIT_MS,
  MAX_CARD_WAIT_SPREAD_MS,
  MAX_RETRY_AFTER_MS,
  MIN_CARD_ATTEMPTS,
} from '../../core/limits.ts';
import { isDecided, isRefused } from '../../core/rules/approval.ts';
import type { Card } from '../../core/send/card.ts';
import type { Send } from '../../core/send/send.ts';
import { endedBadly } from '../../core/send/send-counts.ts';
import type { Log } from '../ports/log.ts';
import { CannotBeStored } from '../ports/store/cannot-be-stored.ts';
import type { CardLedger, CardProgress, CardShown, ClaimedCard, ShowCard } from '../ports/store/show-cards.ts';
import { retryUntilSaved } from '../workers/retry-until-saved.ts';
import type { Work } from '../workers/worker.ts';

/** Slack takes a few edits a second in all, so more would only wait for each other. */
const CARD_LANES = 4;

type Shown = Extract<CardProgress, { kind: 'shown' }>;

interface Needs {
  readonly ledger: CardLedger;
  readonly showCard: ShowCard;
  readonly log: Log;
  /** From 0 to 1; spreads tries that fail together. */
  readonly random?: () => number;
}

/** The work of showing cards: a claimed card is rendered and shown, and the version that was rendered is saved. */
export function createRefreshCard({ ledger, showCard, log, random = Math.random }: Needs): Work<ClaimedCard> {
  async function perform(claimed: ClaimedCard): Promise<void> {
    const shown = await tryToShow(claimed);
    logShown(claimed, shown);
    const progress = progressOf(claimed, shown, random());
    // What is not saved is posted a second time.
    const isSaved = await save(claimed, progress).catch((error: unknown) => {
      if (!(error instanceof CannotBeStored) || progress.kind !== 'shown') throw error;
      log.error({ ...factsOf(claimed), err: error }, 'place of a card not saved');
      return save(claimed, { kind: 'shown', version: progress.version, message: undefined });
    });
    if (!isSaved) log.debug(factsOf(claimed), 'claim of a card lost');
  }

  function save(claimed: ClaimedCard, progress: CardProgress): Promise<boolean> {
    return retryUntilSaved(
      () => ledger.saveCard(claimed, progress),
      (error) => log.error({ ...factsOf(claimed), err: error }, 'card not saved; trying again'),
    );
  }

  async function tryToShow(claimed: ClaimedCard): Promise<CardShown> {
    try {
      return await showCard(claimed);
    } catch (error) {
      log.error({ ...factsOf(claimed), err: error }, 'card not rendered');
      return { kind: 'later', afterMs: undefined, reason: 'broken' };
    }
  }

  function logShown(claimed: ClaimedCard, shown: CardShown): void {
    const facts = factsOf(claimed);
    if (shown.kind === 'shown') log.debug({ ...facts, version: claimed.send.version }, 'card shown');
    else if (shown.kind === 'removed') log.info(facts, 'card deleted by a person; not posted again');
    else if (shown.kind === 'refused') log.warn({ ...facts, reason: shown.reason }, 'card refused');
    else if (shown.kind === 'throttled') log.debug(facts, 'card waits for its turn');
    else if (isSpent(claimed)) log.error({ ...facts, reason: shown.reason }, 'card given up');
    else log.debug({ ...facts, reason: shown.reason }, 'card update deferred');
  }

  return {
    name: 'show cards',
    lanes: () => CARD_LANES,
    claim: (holder) => ledger.claimCard(holder),
    untilNext: () => ledger.untilNextCard(),
    perform,
  };
}

function progressOf(claimed: ClaimedCard, shown: CardShown, random: number): CardProgress {
  const { card, send } = claimed;
  switch (shown.kind) {
    case 'shown': {
      const again = againOf(card, shown, random);
      return {
        kind: 'shown',
        version: send.version,
        message: shown.message,
        ...again,
        ...noticesOf(card, send),
        ...(again.againAfterMs === undefined && lastOf(card, send)),
      };
    }
    case 'later':
      return isSpent(claimed)
        ? { kind: 'refused', next: [] }
        : {
            kind: 'later',
            afterMs: waitMs(card, shown.afterMs, random),
            ...(shown.isUnanswered === true && { isUnanswered: true }),
          };
    case 'throttled':
      return { kind: 'later', afterMs: shown.afterMs };
    case 'refused':
      return isForTheTeam(card) && card.destination !== send.actorId
        ? { kind: 'moved', destination: send.actorId }
        : { kind: 'refused', next: fallbacksOf(card, send) };
    case 'removed':
      return { kind: 'refused', next: [] };
  }
}

/**
 * What is not known by then, in about an hour, is looked for again when the send changes. A response is not edited. An edit that
 * Slack makes late would stay over the one that followed it, so that one is made once more.
 */
function againOf(
  card: Card,
  { isIncomplete }: Extract<CardShown, { kind: 'shown' }>,
  random: number,
): Pick<Shown, 'againAfterMs' | 'isIncomplete'> {
  const isTriedAgain = isIncomplete === true && card.role !== 'response_url' && card.attempts < MIN_CARD_ATTEMPTS;
  if (isTriedAgain) return { againAfterMs: waitMs(card, undefined, random), isIncomplete };
  return card.isUnanswered === true && card.message !== undefined ? { againAfterMs: LATE_EDIT_MS } : {};
}

/**
 * An approver's copy stays as it is once it is decided, because the send's own card tells the rest. A send that is held still was
 * read before the decision and its approval after it: what the copy says of both is shown right with the next version.
 */
function lastOf({ role }: Card, { approval, change }: Send): Pick<Shown, 'isLast'> {
  const isAboutApproval = role === 'approver' || role === 'break_glass_notice';
  const isOver = approval !== undefined && isDecided(approval) && change?.state !== 'held';
  return isAboutApproval && isOver ? { isLast: true } : {};
}

/** A send that ended badly, or that was not approved, gets a notice in the card's thread, once the card is posted. */
function noticesOf({ role, destination, threadTs }: Card, send: Send): Pick<Shown, 'next'> {
  const hasThread = role === 'channel' || role === 'dm' || role === 'answer';
  return hasThread && (endedBadly(send) || isRefused(send.approval))
    ? { next: [{ role: 'failure_notice', destination, ...(threadTs !== undefined && { threadTs }) }] }
    : {};
}

/** A notice that has to reach a person: where a channel refuses it, the person who sent the message gets it. */
function isForTheTeam({ role }: Card): boolean {
  return role === 'pause_notice' || role === 'callback_notice' || role === 'answer';
}

/** A channel that refuses gets the card once through the command itself, and a direct message keeps it up to date. */
function fallbacksOf(card: Card, send: Send): { role: Card['role']; destination: string }[] {
  if (card.role !== 'channel') return [];
  return [
    { role: 'response_url', destination: card.destination },
    { role: 'dm', destination: send.actorId },
  ];
}

/**
 * The backoff doubles from one second to five minutes, half of it random. Slack's `afterMs` can only make the wait longer,
 * up to 15 minutes.
 */
function waitMs({ attempts }: Card, afterMs: number | undefined, random: number): number {
  const backoff = Math.min(FIRST_CARD_WAIT_MS * 2 ** attempts, MAX_CARD_WAIT_MS) * (0.5 + random / 2);
  if (afterMs === undefined) return Math.round(backoff);
  const spread = afterMs + random * Math.min(afterMs / 5, MAX_CARD_WAIT_SPREAD_MS);
  return Math.round(Math.min(Math.max(spread, backoff), MAX_RETRY_AFTER_MS));
}

/** By time, not by count: a Slack that refuses quickly gets many tries in a day. */
function isSpent({ behindMs, card }: ClaimedCard): boolean {
  return behindMs >= CARD_GIVEN_UP_AFTER_MS && card.attempts >= MIN_CARD_ATTEMPTS;
}

function factsOf({ card }: ClaimedCard): object {
  return { sendId: card.sendId, role: card.role, attempts: card.attempts };
}

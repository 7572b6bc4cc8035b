import type { Card } from '../../core/send/card.ts';
import { endedBadly } from '../../core/send/ended-badly.ts';
import type { Send } from '../../core/send/send.ts';
import type { CardProgress, CardShown, ClaimedCard, Ledger, Log, ShowCard } from '../ports/ports.ts';
import { retryUntilSaved } from '../workers/retry-until-saved.ts';
import type { Work } from '../workers/worker.ts';

type Shown = Extract<CardProgress, { kind: 'shown' }>;

interface Needs {
  readonly ledger: Pick<Ledger, 'claimCard' | 'saveCard' | 'untilNextCard'>;
  readonly showCard: ShowCard;
  readonly log: Log;
  /** From 0 to 1; spreads tries that fail together. */
  readonly random?: () => number;
}

interface RefreshCards {
  /** Claims one card, shows it and saves that; false when none was due or the ledger is away. Never throws. */
  refreshOnce(worker: string): Promise<boolean>;
  /** The same piece by piece, for a worker's lanes. */
  readonly work: Work<ClaimedCard>;
}

const FIRST_WAIT_MS = 1_000;
const MAX_BACKOFF_MS = 5 * 60_000;
const MAX_SPREAD_MS = 5_000;
/** However long Slack asks to wait. */
const MAX_WAIT_MS = 15 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;
/** Half an hour or more: a bot that was off for days tries so long before it gives a card up. */
const MIN_ATTEMPTS = 20;

/** Keeps what Slack shows true to the ledger, one card at a time: render, show, save the version that was rendered. */
export function createRefreshCards({ ledger, showCard, log, random = Math.random }: Needs): RefreshCards {
  async function refresh(claimed: ClaimedCard): Promise<void> {
    const shown = await tryToShow(claimed);
    report(claimed, shown);
    const progress = progressOf(claimed, shown, random());
    // What is not saved is posted a second time.
    const isSaved = await retryUntilSaved(
      () => ledger.saveCard(claimed, progress),
      (error) => log.error({ ...facts(claimed), err: error }, 'a card could not be saved; trying again'),
    );
    if (!isSaved) log.debug(facts(claimed), 'the claim of a card was lost');
  }

  async function tryToShow(claimed: ClaimedCard): Promise<CardShown> {
    try {
      return await showCard(claimed);
    } catch (error) {
      log.error({ ...facts(claimed), err: error }, 'a card could not be rendered');
      return { kind: 'later', afterMs: undefined, reason: 'broken' };
    }
  }

  function report(claimed: ClaimedCard, shown: CardShown): void {
    if (shown.kind === 'shown') log.debug({ ...facts(claimed), version: claimed.send.version }, 'card shown');
    else if (shown.kind === 'removed') log.info(facts(claimed), 'the card was deleted; it is not posted again');
    else if (shown.kind === 'refused') log.warn({ ...facts(claimed), reason: shown.reason }, 'card refused');
    else if (shown.kind === 'throttled') log.debug(facts(claimed), 'card waits for its turn');
    else if (isSpent(claimed)) log.error({ ...facts(claimed), reason: shown.reason }, 'card given up');
    else log.debug({ ...facts(claimed), reason: shown.reason }, 'card waits');
  }

  return {
    async refreshOnce(worker) {
      try {
        const claimed = await ledger.claimCard(worker);
        if (claimed === undefined) return false;
        await refresh(claimed);
        return true;
      } catch (error) {
        log.error({ err: error }, 'the ledger is away; cards wait');
        return false;
      }
    },
    work: {
      name: 'show cards',
      claim: (holder) => ledger.claimCard(holder),
      untilNext: () => ledger.untilNextCard(),
      perform: refresh,
    },
  };
}

function progressOf(claimed: ClaimedCard, shown: CardShown, random: number): CardProgress {
  const { card, send } = claimed;
  switch (shown.kind) {
    case 'shown':
      return { kind: 'shown', version: send.version, message: shown.message, ...noticesOf(card, send) };
    case 'later':
      return isSpent(claimed)
        ? { kind: 'refused', next: [] }
        : { kind: 'later', afterMs: waitMs(card, shown.afterMs, random) };
    case 'throttled':
      return { kind: 'later', afterMs: shown.afterMs };
    case 'refused':
      return { kind: 'refused', next: nextRungs(card, send) };
    case 'removed':
      return { kind: 'refused', next: [] };
  }
}

/** What ended badly is told in the card's thread, once the card is there to have one. */
function noticesOf({ role, destination }: Card, { deliveries }: Send): Pick<Shown, 'next'> {
  const hasThread = role === 'channel' || role === 'dm';
  return hasThread && endedBadly(deliveries) ? { next: [{ role: 'failure_notice', destination }] } : {};
}

/** A channel that refuses gets the record once through the command itself, and a direct message keeps it up to date. */
function nextRungs(card: Card, send: Send): { role: Card['role']; destination: string }[] {
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
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** attempts, MAX_BACKOFF_MS) * (0.5 + random / 2);
  if (afterMs === undefined) return Math.round(backoff);
  const spread = afterMs + random * Math.min(afterMs / 5, MAX_SPREAD_MS);
  return Math.round(Math.min(Math.max(spread, backoff), MAX_WAIT_MS));
}

/** By time, not by count: a Slack that refuses quickly gets many tries in a day. */
function isSpent({ behindMs, card }: ClaimedCard): boolean {
  return behindMs >= GIVE_UP_AFTER_MS && card.attempts >= MIN_ATTEMPTS;
}

function facts({ card }: ClaimedCard): object {
  return { sendId: card.sendId, role: card.role, attempts: card.attempts };
}

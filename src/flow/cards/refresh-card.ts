import type { Card } from '../../core/send/card.ts';
import { endedBadly } from '../../core/send/ended-badly.ts';
import type { Send } from '../../core/send/send.ts';
import { CannotBeStored } from '../ports/cannot-be-stored.ts';
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
const LONGEST_WAIT_MS = 5 * 60_000;
const MOST_SPREAD_MS = 5_000;
/** About 24 hours at the longest wait, which is three quarters of it on average. */
const MOST_ATTEMPTS = 400;

/** Keeps what Slack shows true to the ledger, one card at a time: render, show, save the version that was rendered. */
export function createRefreshCards({ ledger, showCard, log, random = Math.random }: Needs): RefreshCards {
  async function refresh(claimed: ClaimedCard): Promise<void> {
    const shown = await tryToShow(claimed);
    report(claimed, shown);
    const progress = progressOf(claimed, shown, random());
    // What is not saved is posted a second time.
    const isSaved = await save(claimed, progress).catch((error: unknown) => {
      if (!(error instanceof CannotBeStored) || progress.kind !== 'shown') throw error;
      log.error({ ...facts(claimed), err: error }, 'where a card was shown could not be saved');
      return save(claimed, { kind: 'shown', version: progress.version, message: undefined });
    });
    if (!isSaved) log.debug(facts(claimed), 'the claim of a card was lost');
  }

  function save(claimed: ClaimedCard, progress: CardProgress): Promise<boolean> {
    return retryUntilSaved(
      () => ledger.saveCard(claimed, progress),
      (error) => log.error({ ...facts(claimed), err: error }, 'a card could not be saved; trying again'),
    );
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
    else if (isSpent(claimed.card)) log.error({ ...facts(claimed), reason: shown.reason }, 'card given up');
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

function progressOf({ card, send }: ClaimedCard, shown: CardShown, random: number): CardProgress {
  switch (shown.kind) {
    case 'shown':
      return { kind: 'shown', version: send.version, message: shown.message, ...noticesOf(card, send) };
    case 'later':
      return isSpent(card)
        ? { kind: 'refused', next: [] }
        : { kind: 'later', afterMs: waitMs(card, shown.afterMs, random) };
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

/** Doubles from one second to five minutes, half of it left to chance; a time that Slack named is never cut short. */
function waitMs({ attempts }: Card, afterMs: number | undefined, random: number): number {
  if (afterMs !== undefined) return Math.round(afterMs + random * Math.min(afterMs / 5, MOST_SPREAD_MS));
  const wait = Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS);
  return Math.round(wait * (0.5 + random / 2));
}

function isSpent({ attempts }: Card): boolean {
  return attempts >= MOST_ATTEMPTS;
}

function facts({ card }: ClaimedCard): object {
  return { sendId: card.sendId, role: card.role, attempts: card.attempts };
}

import type { Pause } from '../../../core/account/pause.ts';
import type { PhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { Card, NewCardPlace } from '../../../core/send/card.ts';
import type { Send } from '../../../core/send/send.ts';

export interface ClaimedCard {
  readonly card: Card;
  /** For how long Slack has shown less than the send's version, in milliseconds, by the database's clock. */
  readonly behindMs: number;
  readonly fence: number;
  readonly send: Send;
  /** For the `response_url` role, and for a channel that has no card yet: the command's `response_url` while it can be used. */
  readonly responseUrl: string | undefined;
  /** For the `pause_notice` role: the pause that it is about. */
  readonly pause?: Pause | undefined;
  /** For the `failure_notice` role: the card in whose thread it belongs. */
  readonly thread?: Card['message'];
  /** For the `dm` role: the send stands in its channel, too. */
  readonly isBesideChannel?: boolean;
  /** For the `approver` role of a list that is given without its deliveries: all its recipients. */
  readonly audience?: readonly PhoneNumber[];
}

/** Shows a send in one place: posts the first time, edits after that. */
export type ShowCard = (claimed: ClaimedCard) => Promise<CardShown>;

/** The result of showing a card. */
export type CardShown =
  | {
      readonly kind: 'shown';
      readonly message: { readonly channelId: string; readonly ts: string } | undefined;
      /** Something of it is not known yet, so it is shown again later. */
      readonly isIncomplete?: true;
    }
  /** Slack is down, slow or asks to wait (`afterMs`): try again. */
  | {
      readonly kind: 'later';
      readonly afterMs: number | undefined;
      readonly reason: string;
      /** Slack did not say what became of it, so it may still come. */
      readonly isUnanswered?: true;
    }
  /** Slack was not asked, to stay within its rate limits: try again then. */
  | { readonly kind: 'throttled'; readonly afterMs: number }
  /** The place refuses for good: `not_in_channel`, `channel_not_found`, `is_archived` …; show it in the next place. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** A person deleted it: it is not posted again, neither here nor elsewhere. */
  | { readonly kind: 'removed' };

/** What the ledger remembers of a try to show a card. */
export type CardProgress =
  | {
      readonly kind: 'shown';
      readonly version: number;
      readonly message: Card['message'];
      /** Messages that follow from what is shown now; one that exists already stays as it is. */
      readonly next?: readonly NewCardPlace[];
      /** What is shown does not change any more, however the send does. */
      readonly isLast?: boolean;
      /** It is shown once more after so long, because something of it is not known yet, or Slack may still show an earlier try. */
      readonly againAfterMs?: number;
      /** Something of it is not known yet: then this was one more try. */
      readonly isIncomplete?: true;
    }
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      /** Slack may still show it. */
      readonly isUnanswered?: true;
    }
  /** This place refuses, and the same message is posted in another one. */
  | { readonly kind: 'moved'; readonly destination: string }
  /** This place is given up, and the send is shown in the next ones. */
  | { readonly kind: 'refused'; readonly next: readonly NewCardPlace[] };

/** Tells whether every card is up to date. */
export interface CardQueue {
  /** Milliseconds until a card may be claimed; undefined when every card is up to date. */
  untilNextCard(): Promise<number | undefined>;
}

/** What the ledger does for a worker that shows cards. */
export interface CardLedger extends CardQueue {
  /** Takes a card that shows less than its send's version and whose time has come; undefined when there is none now. */
  claimCard(worker: string): Promise<ClaimedCard | undefined>;
  /** Writes what Slack shows now, or when to try again. False when the claim was lost. */
  saveCard(claim: ClaimedCard, result: CardProgress): Promise<boolean>;
}

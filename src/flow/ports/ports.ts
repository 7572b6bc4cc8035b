import type { Pause } from '../../core/account/pause.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Result } from '../../core/result.ts';
import type { Card, CardRole } from '../../core/send/card.ts';
import type { ProviderWarning, SendOutcome } from '../../core/send/outcome.ts';
import type { Send, SendOrder } from '../../core/send/send.ts';
import type { DeliverySettlement } from '../../core/send/settlement.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { FieldId } from '../../core/template/fields.ts';
import type { OutgoingMessage } from '../../core/template/message.ts';
import type { Template } from '../../core/template/template.ts';
import type { FindRepeats, Repeat, RepeatGuard } from '../send/repeats.ts';

/** What flow needs of a logger; pino's fits. Data in the object, a fixed sentence in the message. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** A send on its way into the ledger. */
export interface NewSend {
  readonly id: string;
  /** `installation:view.id` of the review that was confirmed: the same one twice is one send. */
  readonly dedupeKey: string;
  readonly order: SendOrder;
  /** Recipients of each request to the provider, in order. */
  readonly batches: readonly { readonly token: string; readonly recipients: readonly PhoneNumber[] }[];
  readonly reportsExpected: boolean;
  readonly cards: readonly { readonly role: CardRole; readonly destination: string }[];
  /** The command's `response_url`, for a channel where the bot cannot post; a secret that expires in 30 minutes. */
  readonly responseUrl: string | undefined;
  /** Left out, a repeat is accepted like anything else. */
  readonly repeatGuard?: RepeatGuard;
}

/** What became of a send that was to be accepted. */
interface Accepted {
  readonly sendId: string;
  readonly isNew: boolean;
  /** Given when it repeats others that the person has not seen: then nothing was written. */
  readonly repeats?: readonly Repeat[];
}

/** Proof that a worker holds a batch: every later write names it, and a lost one changes nothing. */
export interface BatchClaim {
  readonly batchId: string;
  readonly fence: number;
}

export interface ClaimedBatch extends BatchClaim {
  readonly sendId: string;
  /** Rides in the callback, so that a report can be tied to this batch before the answer is known. */
  readonly token: string;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** Whether the request asks for delivery reports. */
  readonly reportsExpected: boolean;
  readonly outgoing: OutgoingMessage;
  /** Delivery IDs in the order of `outgoing.recipients`. */
  readonly deliveryIds: readonly string[];
  /** Resolves when the sender's rate lets it leave: at once, or a moment after the claim. */
  whenDue(): Promise<void>;
}

export interface ClaimedCard {
  readonly card: Card;
  readonly fence: number;
  readonly send: Send;
  /** Still usable response_url for the `response_url` role. */
  readonly responseUrl: string | undefined;
  /** For the `pause_notice` role: the pause that it tells of. */
  readonly pause?: Pause | undefined;
  /** For the `failure_notice` role: the card in whose thread it belongs. */
  readonly thread?: Card['message'];
}

/** What showing a card led to. */
export type CardShown =
  | { readonly kind: 'shown'; readonly message: { readonly channelId: string; readonly ts: string } | undefined }
  /** Slack is down, slow or asks to wait: try again. */
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string }
  /** The place refuses for good: `not_in_channel`, `channel_not_found`, `is_archived` …; take the next rung. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Somebody deleted it: it is not posted again, neither here nor elsewhere. */
  | { readonly kind: 'removed' };

export interface Backlog {
  readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
  readonly oldestQueuedMs: number | undefined;
  readonly cardsBehind: number;
  readonly oldestCardBehindMs: number | undefined;
}

/**
 * What one delivery report led to. `stale`: it tells nothing new. `parked`: its delivery is not known yet, or it could be
 * about several. `not_ours`: its token belongs to no batch.
 */
export type ReportOutcome = 'advanced' | 'stale' | 'parked' | 'not_ours';

/** The truth, in SQL. Every transition is one statement; leases and order are by the database's clock. */
export interface Ledger {
  /** Commits the send, its deliveries, batches and cards, or finds the one with the same dedupe key and adds nothing. */
  accept(send: NewSend): Promise<Accepted>;
  /** Sends that said the same to the same people a short while ago. */
  readonly findRepeats: FindRepeats;
  /**
   * Takes the oldest queued batch whose time has come and whose sender's rate allows it, marks it and its deliveries
   * `sending`, and commits. Undefined when there is none now.
   */
  claimBatch(worker: string): Promise<ClaimedBatch | undefined>;
  /** Milliseconds until a queued batch may be claimed; undefined when none is queued. */
  untilNextBatch(): Promise<number | undefined>;
  /** Keeps this worker's claims alive; called while requests are in flight. */
  renewLeases(worker: string): Promise<void>;
  /** Writes what became of a claimed batch. False when the claim was lost and nothing was left to say. */
  settleBatch(
    claim: BatchClaim,
    settlements: readonly DeliverySettlement[],
    warning: ProviderWarning | undefined,
  ): Promise<boolean>;
  /** Puts a batch back that is proved never to have left. False when the claim was lost. */
  requeueBatch(claim: BatchClaim, afterMs: number): Promise<boolean>;
  /** Deliveries whose worker is gone become `unknown`; they are never sent again. Returns their number. */
  expireLeases(): Promise<number>;
  /**
   * Appends what the reports of one callback say and raises their deliveries' statuses; never lowers one. All of them are
   * written or none. Gives one outcome for each, in order.
   */
  saveReports(updates: readonly StatusUpdate[]): Promise<readonly ReportOutcome[]>;
  findSend(sendId: string): Promise<Send | undefined>;
  /** Takes a card that shows less than its send's version and whose time has come. */
  claimCard(worker: string): Promise<ClaimedCard | undefined>;
  untilNextCard(): Promise<number | undefined>;
  /** Writes what Slack shows now, or when to try again. False when the claim was lost. */
  saveCard(claim: ClaimedCard, result: CardProgress): Promise<boolean>;
  backlog(): Promise<Backlog>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type CardProgress =
  | {
      readonly kind: 'shown';
      readonly version: number;
      readonly message: Card['message'];
      /** Messages that follow from what is shown now; one that is there already stays as it is. */
      readonly next?: readonly { readonly role: CardRole; readonly destination: string }[];
    }
  | { readonly kind: 'later'; readonly afterMs: number }
  /** This place is given up; the rungs below it are opened. */
  | { readonly kind: 'refused'; readonly next: readonly { readonly role: CardRole; readonly destination: string }[] };

/** One request, encoded: what the preview decodes and what is posted are the same value. */
export interface ProviderRequest {
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export interface EncodingProblem {
  readonly field: FieldId;
  /** Names the character and what to do. */
  readonly sentence: string;
}

export interface Provider {
  /** @param callback where reports go, or undefined for none. */
  encode(
    outgoing: OutgoingMessage,
    callback: { readonly token: string } | undefined,
  ): Result<ProviderRequest, readonly EncodingProblem[]>;
  /** Reads a request back: what a preview is rendered from. */
  decode(request: ProviderRequest): OutgoingMessage;
  /**
   * Posts it once. Resolves to what became of it, whatever happens on the way.
   * `never_sent` is given only on proof that no byte left, or on an answer that says so.
   */
  send(request: ProviderRequest): Promise<SendOutcome>;
}

/** Shows a send in one place: posts the first time, edits after that. */
export type ShowCard = (claimed: ClaimedCard) => Promise<CardShown>;

export interface Catalogue {
  /** Best first, those that cannot be sent last; at most `limit`. */
  search(query: string, limit: number): readonly Template[];
  find(name: string, language: string): Template | undefined;
}

/** A reviewed order between the review view and its confirmation. May be lost; then the person reviews again. */
export interface Draft {
  readonly order: SendOrder;
  readonly responseUrl: string | undefined;
}

export interface Drafts {
  save(draftId: string, draft: Draft): Promise<void>;
  load(draftId: string): Promise<Draft | undefined>;
}

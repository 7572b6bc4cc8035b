import type { PhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { Delivery } from '../../../core/send/delivery/delivery.ts';
import type { HistoryEntry } from '../../../core/send/delivery/history.ts';
import type { ManualReport } from '../../../core/send/delivery/manual-report.ts';
import type { DeliveryStatus, StatusCounts } from '../../../core/send/delivery/status.ts';
import type { Send, SendHead } from '../../../core/send/send.ts';

/** Who asks about a send, and where: a send is shown to its own channel, to the places of its cards, and to its sender. */
export interface Asker {
  /** The installation that the send belongs to: a workspace, or an organisation. */
  readonly teamId: string;
  readonly channelId: string;
  readonly actorId: string;
}

/** A send as a list shows it. */
export interface SendSummary {
  readonly id: string;
  readonly template: string;
  readonly language: string | undefined;
  readonly channelId: string;
  readonly actorId: string;
  readonly createdAt: Date;
  readonly counts: Readonly<Partial<StatusCounts>>;
  /** The recipients that were searched for; empty when the search names none. */
  readonly matches: readonly { readonly recipient: PhoneNumber; readonly status: DeliveryStatus }[];
  /** Where its card stands, when this person can open that. */
  readonly card: { readonly channelId: string; readonly ts: string } | undefined;
}

/** Whose messages are searched for. */
export type RecipientQuery =
  | { readonly kind: 'number'; readonly number: PhoneNumber }
  /** The number's last digits. */
  | { readonly kind: 'ending'; readonly digits: string }
  /** The recipient of this delivery, so that the next page can be asked for without the number. */
  | { readonly kind: 'as_in'; readonly deliveryId: string };

/** What to search for; everything that is set has to be true of a send. */
export interface SendQuery {
  readonly recipient?: RecipientQuery;
  /** At least one delivery has one of these; with a recipient, theirs. */
  readonly statuses?: readonly DeliveryStatus[];
  readonly template?: string;
  readonly actorId?: string;
  readonly from?: Date;
  /** Not included. */
  readonly until?: Date;
}

/** A place in the list of sends, from which the next page goes on. */
export interface SendPosition {
  readonly at: Date;
  readonly id: string;
}

export interface PageOptions {
  readonly limit: number;
  readonly after?: SendPosition;
  /** Finds only what the asker sent. */
  readonly isOwnOnly?: boolean;
}

export interface SendPage {
  /** The latest first. */
  readonly summaries: readonly SendSummary[];
  /** How to ask for the next page; undefined on the last one. */
  readonly next: { readonly query: SendQuery; readonly after: SendPosition } | undefined;
  /** How many sends were looked at, when the search stopped before it had a full page. */
  readonly stoppedAfter: number | undefined;
}

export interface SendFinder {
  /** A send by its ID, when this person may see it here. */
  findSend(sendId: string, asker: Asker): Promise<Send | undefined>;
}

export interface SendSearch extends SendFinder {
  /** A send by the message ID of one of its deliveries, with or without the `:n`, when this person may see it here. */
  findSendOfMessage(messageId: string, asker: Asker): Promise<Send | undefined>;
  /**
   * Searches the sends of this channel and of this person. A whole number is also found where a card of the send stands;
   * every other search looks at a bounded number of sends for each page.
   */
  searchSends(asker: Asker, query: SendQuery, page: PageOptions): Promise<SendPage>;
}

/** Which deliveries of a send a page is of. */
export type DeliveryScope =
  | 'all'
  /** Those that went wrong, or may have. */
  | 'attention'
  /** Those that Kaleyra gave a message ID. */
  | 'with_message_id';

export interface DeliveryPage {
  /** In the order in which the recipients were entered. */
  readonly deliveries: readonly Delivery[];
  /** From 0. The last page, where fewer deliveries are left than the page that was asked for begins with. */
  readonly page: number;
  /** How many deliveries the scope has. */
  readonly total: number;
  /** Of all deliveries of the send. */
  readonly counts: StatusCounts;
  /** The database's time before the deliveries were read. */
  readonly asOf: Date;
}

export interface DeliveryPages {
  /** A send by its ID without its recipients, when this person may see it here. */
  findHead(sendId: string, asker: Asker): Promise<SendHead | undefined>;
  /** A page of the deliveries of a send that {@link findHead} gave. Never reads more than `size` of them. */
  deliveriesOf(
    sendId: string,
    page: { readonly scope: DeliveryScope; readonly page: number; readonly size: number },
  ): Promise<DeliveryPage>;
}

export interface DeliveryHistory {
  /** What happened to these deliveries, by delivery ID, the earliest first. */
  historyOf(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, readonly HistoryEntry[]>>;
}

/** Which of a send's unknown deliveries a manual report is about. */
export type ReportedDeliveries =
  | { readonly kind: 'these'; readonly deliveryIds: readonly string[] }
  /** All that were unknown at this time of the database, so that none is settled that the person did not know of. */
  | { readonly kind: 'all_unknown'; readonly asOf: Date };

export interface ManualReports {
  /**
   * Saves a manual report for those of the deliveries that are `unknown`; the first one of each stands.
   *
   * @returns how many it was saved for
   */
  addManualReports(report: {
    readonly sendId: string;
    readonly about: ReportedDeliveries;
    readonly said: ManualReport['said'];
    readonly actorId: string;
  }): Promise<number>;
}

/** All that people look up and add about sends that were made. */
export type Lookup = SendSearch & DeliveryPages & DeliveryHistory & ManualReports;

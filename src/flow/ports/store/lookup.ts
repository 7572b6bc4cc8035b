import type { HistoryEntry } from '../../../core/send/history.ts';
import type { ManualReport } from '../../../core/send/manual-report.ts';
import type { Send } from '../../../core/send/send.ts';
import type { StatusCounts } from '../../../core/send/status.ts';

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
}

export interface SendFinder {
  /** A send by its ID, when this person may see it here. */
  findSend(sendId: string, asker: Asker): Promise<Send | undefined>;
}

export interface SendSearch extends SendFinder {
  /** A send by the message ID of one of its deliveries, with or without the `:n`, when this person may see it here. */
  findSendOfMessage(messageId: string, asker: Asker): Promise<Send | undefined>;
  /** The last sends of this channel and of this person, the latest first. */
  recentSends(asker: Asker, limit: number): Promise<readonly SendSummary[]>;
}

export interface DeliveryHistory {
  /** What happened to these deliveries, by delivery ID, the earliest first. */
  historyOf(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, readonly HistoryEntry[]>>;
}

export interface ManualReports {
  /** Saves a manual report for a delivery that is `unknown`; the first one stands. False when it changed nothing. */
  addManualReport(report: {
    readonly sendId: string;
    readonly deliveryId: string;
    readonly said: ManualReport['said'];
    readonly actorId: string;
  }): Promise<boolean>;
}

/** All that people look up and add about sends that were made. */
export type Lookup = SendSearch & DeliveryHistory & ManualReports;

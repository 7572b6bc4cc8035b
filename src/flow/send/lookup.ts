import type { HistoryEntry } from '../../core/send/history.ts';
import type { ManualReport } from '../../core/send/manual-report.ts';
import type { Send } from '../../core/send/send.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';

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
  readonly counts: Readonly<Partial<Record<DeliveryStatus, number>>>;
}

/** What people look up and add about sends that were made. */
export interface Lookup {
  /** A send by its ID, when this person may see it here. */
  findSend(sendId: string, asker: Asker): Promise<Send | undefined>;
  /** A send by the message ID of one of its deliveries, with or without the `:n`, when this person may see it here. */
  findSendOfMessage(messageId: string, asker: Asker): Promise<Send | undefined>;
  /** The last sends of this channel and of this person, the latest first. */
  recentSends(asker: Asker, limit: number): Promise<readonly SendSummary[]>;
  /** What happened to these deliveries, by delivery ID, the earliest first. */
  historyOf(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, readonly HistoryEntry[]>>;
  /** Takes a person's word for a delivery that is `unknown`; the first one stands. False when it changed nothing. */
  addManualReport(word: {
    readonly sendId: string;
    readonly deliveryId: string;
    readonly said: ManualReport['said'];
    readonly actorId: string;
  }): Promise<boolean>;
}

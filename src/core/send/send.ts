import type { Pause } from '../account/pause.ts';
import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { ReplyTally } from '../replies/tally.ts';
import type { ApprovalOnCard } from '../rules/approval.ts';
import type { QuietWait } from '../rules/quiet-wait.ts';
import type { Message, TemplateMessage } from '../template/message/message.ts';
import type { Template } from '../template/template.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { ProviderWarning } from './delivery/outcome.ts';
import type { ListProgress } from './list-progress.ts';
import type { SendStateChange } from './send-state.ts';
import type { Waiting } from './waiting.ts';

/** What one person confirmed once. */
export interface SendOrder<Content extends Message = TemplateMessage> {
  /** The installation that it belongs to: a workspace, or an organisation where the app is installed org-wide. */
  readonly teamId: string;
  /** Where the command was run and the card belongs. */
  readonly channelId: string;
  /** The Slack user who confirmed. */
  readonly actorId: string;
  /** The template as it was when it was confirmed; undefined for one sent by name. */
  readonly template: Template | undefined;
  readonly message: Content;
  readonly sender: PhoneNumber;
  readonly recipients: readonly PhoneNumber[];
  /** The send that this one repeats, when a person pressed "Send again…". */
  readonly parentId: string | undefined;
}

/** A card shows the rows of a list one by one up to so many, and counts beyond that. */
export const MAX_LISTED_ROWS = 100;

export type EarlierDelivery = Pick<Delivery, 'recipient' | 'status'>;

/** A send as the ledger has it: everything that a card needs. */
export interface Send extends SendOrder<Message> {
  readonly id: string;
  readonly createdAt: Date;
  /** Rises with every change; a card is right when it shows this version. */
  readonly version: number;
  readonly warning: ProviderWarning | undefined;
  /** Whether delivery reports were asked for. */
  readonly reportsExpected: boolean;
  readonly deliveries: readonly Delivery[];
  /** How it came to its state; left out while it simply leaves. */
  readonly change?: SendStateChange;
  /** Set where others have to approve it, or look at it after it left. */
  readonly approval?: ApprovalOnCard;
  /** Set for a list. One of more than {@link MAX_LISTED_ROWS} rows is given without its deliveries. */
  readonly list?: ListProgress;
  /** Why it may reach one person who said no to such messages; left out for nearly every send. */
  readonly optOutException?: string;
  /** The pause that its queued deliveries wait for; left out when there is none. */
  readonly pausedBy?: Pause | undefined;
  /** Why deliveries are still queued without a pause; left out when they are not, or not for long. */
  readonly waiting?: Waiting | undefined;
  /** What of it waits for the end of quiet hours; left out while nothing does. */
  readonly quietWaits?: readonly QuietWait[];
  /** What came back on it; left out while nothing did. */
  readonly replies?: ReplyTally;
  /** Deliveries of the send that this one repeats, to recipients that both have. */
  readonly earlier?: readonly EarlierDelivery[];
  /** IDs of the sends that repeat this one, oldest first. */
  readonly repeatedBy?: readonly string[];
}

/** A send without its recipients, of which there may be thousands. */
export type SendHead = Omit<
  Send,
  'recipients' | 'deliveries' | 'earlier' | 'list' | 'pausedBy' | 'quietWaits' | 'replies' | 'waiting'
>;

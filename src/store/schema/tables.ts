import type { Generated } from 'kysely';
import type { Pause } from '../../core/account/pause.ts';
import type { FailureReason } from '../../core/explanations/failure.ts';
import type { OptOutScope } from '../../core/rules/opt-out.ts';
import type { CardRole } from '../../core/send/card.ts';
import type { CancelReason } from '../../core/send/delivery/cancel-reason.ts';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { SendState } from '../../core/send/send-state.ts';
import type { HistoryTables } from './history-tables.ts';
import type { ListTables } from './list-tables.ts';
import type { ReplyTables } from './reply-tables.ts';
import type { RuleTables } from './rule-tables.ts';

/** The columns as both engines give them. Times are milliseconds since the epoch by the database's clock. */
export interface Tables extends HistoryTables, ListTables, RuleTables, ReplyTables {
  sends: SendRow;
  batches: BatchRow;
  deliveries: DeliveryRow;
  status_events: StatusEventRow;
  cards: CardRow;
  send_rates: SendRateRow;
  pauses: PauseRow;
  notices: NoticeRow;
  cache_entries: CacheEntryRow;
}

export interface SendRow {
  id: string;
  dedupe_key: string;
  /** A hash of the message: finds earlier sends that say the same. */
  content_key: string;
  parent_id: string | null;
  team_id: string;
  channel_id: string;
  actor_id: string;
  template: string | null;
  message: string;
  sender: string;
  reports_expected: number;
  response_url: string | null;
  warning: string | null;
  version: number;
  /** When it was confirmed; for a plan, when it was saved. */
  created_at: number;
  state: Generated<SendState>;
  /** Who changed the state, why and when; null where no one did. */
  state_by: string | null;
  state_reason: string | null;
  state_at: number | null;
  /** Deliveries whose requests were under way when it was stopped; null for a send that was not. */
  on_their_way: number | null;
  /** Null for sends that were made long before the column. */
  template_name: string | null;
  /** The policy that it was confirmed under, as it was then; null where there was none. */
  policy_hash: string | null;
  /** Whose opt-outs count: of those who said no to marketing too, or only of those who said no to everything. */
  opt_out_scope: OptOutScope | null;
  /** Why it may reach one person who opted out; null for nearly every send. */
  opt_out_exception: string | null;
  /** Whether it waits where it is night: null where the policy has no quiet hours for it. */
  quiet_hours: 'kept' | null;
  /** The day whose quotas it was reserved from; null where there were none. */
  quota_day: string | null;
  /** Why it left before it was approved; null for nearly every send. */
  break_glass_reason: string | null;
  /** After this it is no longer claimed: an answer whose window is closed. */
  expires_at: number | null;
  /** The reply that it answers; null for a send of a template. */
  answers_reply_id: string | null;
}

interface BatchRow {
  id: string;
  send_id: string;
  position: number;
  token: string;
  /** Empty for a list, so that a process of a release that knows no lists never claims it. */
  sender: string;
  /** Recipients of the request, for the send rate. */
  size: number;
  /** `lost`: its worker's lease ended without a response. A late response still counts. */
  state: 'queued' | 'sending' | 'done' | 'lost';
  attempts: number;
  fence: number;
  worker: string | null;
  lease_until: number | null;
  not_before: number;
  queued_at: number;
  /** What its recipients get, and a hash of it; null where that is the message of the send. */
  message: string | null;
  content_key: string | null;
  /** ISO 3166, where all of its recipients are of one country. */
  region: string | null;
}

export interface DeliveryRow {
  id: string;
  send_id: string;
  batch_id: string;
  position: number;
  recipient: string;
  status: DeliveryStatus;
  message_id: string | null;
  /** The message ID up to its colon, which a report without the `:n` names. */
  message_base: string | null;
  failure_reason: FailureReason | null;
  failure_code: string | null;
  failure_text: string | null;
  changed_at: number;
  /** When the bot noticed that no report came in time. */
  overdue_at: number | null;
  /** The row of the spreadsheet; null for a send that is no list. */
  sheet_row: number | null;
  /** A keyed hash of the recipient; null where it was made before the column. */
  recipient_key: string | null;
  /** Why it was cancelled; null where it was not, or long before the column. */
  cancel_reason: CancelReason | null;
}

export interface StatusEventRow {
  /** A hash of what the report says, so that a repeated one adds nothing. */
  id: string;
  /** Null while the report is parked: no delivery is known by its message ID yet. */
  delivery_id: string | null;
  message_id: string;
  message_base: string;
  status: StatusUpdate['status'];
  code: string | null;
  text: string | null;
  batch_token: string | null;
  recipient: string | null;
  reported_at: number | null;
  received_at: number;
}

export interface CardRow {
  send_id: string;
  role: CardRole;
  /** Tells cards of one role apart: 0, but for approvers, who each have one. */
  slot: number;
  destination: string;
  /** The message in whose thread it stands. */
  thread_ts: string | null;
  message_channel_id: string | null;
  message_ts: string | null;
  shown_version: number;
  wanted_version: number;
  behind_since: number;
  /** How often it was shown: a `response_url` may be used only a few times. */
  shown_count: number;
  attempts: number;
  /** 1 when a try since it was shown last had no answer. */
  unanswered: 0 | 1;
  fence: number;
  worker: string | null;
  lease_until: number | null;
  not_before: number;
  /** `closed`: nothing more is shown there. */
  state: 'open' | 'closed';
}

/** One row a sender: when its next free slot begins, in microseconds, because 80 a second are no whole milliseconds apart. */
interface SendRateRow {
  sender: string;
  next_at_us: number;
}

/** Sending of the whole account that is stopped until it is resumed. Kept as history. */
export interface PauseRow {
  id: string;
  scope: 'account';
  kind: Pause['kind'];
  code: string;
  /** The send whose refusal began it. */
  send_id: string | null;
  began_at: number;
  ends_at: number | null;
  resumed_by: string | null;
  /** When a probe is due; null when only a person resumes. */
  probe_at: number | null;
  probes: number;
}

/** What the team was told that it need not be told again, and when; how long that counts is for whoever tells it. */
interface NoticeRow {
  subject: string;
  told_at: number;
}

interface CacheEntryRow {
  namespace: string;
  key: string;
  value: string;
  expires_at: number | null;
}

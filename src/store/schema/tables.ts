import type { Generated } from 'kysely';
import type { Pause } from '../../core/account/pause.ts';
import type { FailureReason } from '../../core/explanations/failure.ts';
import type { CardRole } from '../../core/send/card.ts';
import type { SendState } from '../../core/send/send-state.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { HistoryTables } from './history-tables.ts';
import type { ListTables } from './list-tables.ts';

/** The columns as both engines give them. Times are milliseconds since the epoch by the database's clock. */
export interface Tables extends HistoryTables, ListTables {
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
  /** Who changed the state, why and when; null where nobody did. */
  state_by: string | null;
  state_reason: string | null;
  state_at: number | null;
  /** Deliveries whose requests were under way when it was stopped; null for a send that was not. */
  on_their_way: number | null;
  /** Null for sends that were made long before the column. */
  template_name: string | null;
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
  destination: string;
  message_channel_id: string | null;
  message_ts: string | null;
  shown_version: number;
  wanted_version: number;
  behind_since: number;
  /** How often it was shown: a `response_url` may be used only a few times. */
  shown_count: number;
  attempts: number;
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

/** Sending that is stopped until it is resumed, for one sender or, with the scope `account`, for all. Kept as history. */
export interface PauseRow {
  id: string;
  scope: string;
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

/** Notices that the team gets at most once a week, and when the last one was posted. */
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

/** Lists, the line in which sends wait for their batches to be claimed, and saved groups. */
export interface ListTables {
  lists: ListRow;
  queued_sends: QueuedSendRow;
  recipient_groups: GroupRow;
  group_rows: GroupMemberRow;
}

/** One row a list; it is written last, so a plan without one was never saved whole. */
interface ListRow {
  send_id: string;
  /** A hash of what its rows say and to whom, in any order. */
  digest: string;
  row_count: number;
  /** How many rows leave first, in how many batches; 0 when all may leave. Nothing to do with the mode that is called trial. */
  trial_rows: number;
  trial_batches: number;
  /** How many rows of its sheet the person left out. */
  rows_left_out: number;
  due_at: number | null;
  /** When a person was asked whether the other rows may leave. */
  asked_at: number | null;
}

/** One row for each send that has a batch to claim: nothing else is ever claimed. */
interface QueuedSendRow {
  send_id: string;
  sender: string;
  /** How many recipients it has had, counted from those of the send that had had fewest when it came: the lowest goes next. */
  share: number;
  /** When its first batch may be claimed. */
  not_before: number;
  /** Since when it has had nothing claimed. */
  waiting_since: number;
  /** Only batches before this position may leave; null for all. */
  end_position: number | null;
}

interface GroupRow {
  id: string;
  team_id: string;
  name: string;
  owner_id: string;
  columns: string;
  row_count: number;
  created_at: number;
  expires_at: number;
}

interface GroupMemberRow {
  group_id: string;
  position: number;
  /** A JSON array of texts. */
  cells: string;
}

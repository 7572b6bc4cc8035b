import type { OptOutScope, OptOutSource } from '../../core/rules/opt-out.ts';

/** Who may send what to whom: opt-outs, quotas, approvals and the numbers of the team. */
export interface RuleTables {
  ledger_keys: LedgerKeyRow;
  opt_outs: OptOutRow;
  opt_out_mirror: OptOutMirrorRow;
  quota_uses: QuotaUseRow;
  approval_requests: ApprovalRequestRow;
  approvals: ApprovalRow;
  proved_numbers: ProvedNumberRow;
  number_codes: NumberCodeRow;
}

/** Secrets of this ledger, made at random when it was first opened. */
interface LedgerKeyRow {
  name: string;
  /** Base64url. */
  value: string;
}

/** A person who said no. It holds until it is lifted; a lifted one is kept. */
interface OptOutRow {
  number_key: string;
  scope: OptOutScope;
  source: OptOutSource;
  /** The last four digits. */
  number_end: string;
  /** The reply, the delivery or the reason that shows it. */
  evidence: string | null;
  by_id: string | null;
  at: number;
  lifted_at: number | null;
  lifted_by: string | null;
}

/** What the provider's blocklist has yet to be told; the number is kept until it was. */
interface OptOutMirrorRow {
  number_key: string;
  number: string;
  wanted: 'blocked' | 'free';
  attempts: number;
  not_before: number;
}

/** How many recipients were reserved of one quota on one day. */
interface QuotaUseRow {
  scope: 'person' | 'channel' | 'workspace' | 'number';
  subject: string;
  /** `2026-11-29`, in the policy's time zone. */
  day: string;
  used: number;
}

interface ApprovalRequestRow {
  send_id: string;
  /** A hash of what leaves and to whom: an approval is for this. */
  digest: string;
  policy_hash: string;
  /** JSON: the needs, in the order in which approvals name them. */
  needs: string;
  asked_at: number;
  expires_at: number;
  remind_at: number | null;
  reminders: number;
  /** `to_review`: it left before it was approved. */
  state: 'waiting' | 'approved' | 'declined' | 'expired' | 'withdrawn' | 'to_review' | 'reviewed';
}

/** What one person said of one send, once. */
interface ApprovalRow {
  send_id: string;
  person_id: string;
  /** The person's decision; a verdict is otherwise what the policy says. */
  verdict: 'approved' | 'declined' | 'reviewed';
  digest: string;
  policy_hash: string;
  /** JSON: which of the needs it counts for, by their places. */
  meets: string;
  reason: string | null;
  at: number;
}

/** A number that a colleague has proved to be theirs, by a code that was sent to it. */
interface ProvedNumberRow {
  number_key: string;
  person_id: string;
  /** Of no use, as are the attempts: codes stand in `number_codes`. */
  code_hash: string | null;
  attempts: number;
  asked_at: number;
  proved_at: number | null;
}

/** A code that was sent to a number. The code itself is not stored. */
interface NumberCodeRow {
  send_id: string;
  number_key: string;
  /** The user who asked for it; only this user can enter it. */
  person_id: string;
  tries: number;
  asked_at: number;
  /** When it proved the number. */
  used_at: number | null;
}

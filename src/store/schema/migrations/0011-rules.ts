import { type Kysely, sql } from 'kysely';
import { rebuildCards } from './rebuild-cards.ts';

/**
 * Rules: who may send what to whom. A send remembers the policy that it was confirmed under, and a delivery the keyed hash of
 * its recipient, so that the claim can ask for people who opted out without reading any number. A card of a send that waits
 * for approval stands with each approver, so a send may have several cards of one role.
 */
export async function addRules(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...COLUMNS, ...TABLES, ...INDEXES]) await sql.raw(statement).execute(db);
  await rebuildCards(db);
}

const COLUMNS = [
  'alter table sends add column policy_hash text',
  // What the claim has to know of the template: its category, and whether it is an incident's.
  'alter table sends add column opt_out_scope text',
  'alter table sends add column opt_out_exception text',
  'alter table sends add column quiet_hours text',
  'alter table sends add column quota_day text',
  'alter table sends add column break_glass_reason text',
  'alter table sends add column expires_at bigint',
  'alter table batches add column region text',
  'alter table deliveries add column recipient_key text',
  `alter table deliveries add column cancel_reason text check (cancel_reason in
    ('stopped', 'opted_out', 'trial', 'not_in_team', 'declined', 'expired', 'window_closed'))`,
];

const TABLES = [
  // Made once, by whichever process opens the ledger first.
  'create table ledger_keys (name text primary key, value text not null)',
  `create table opt_outs (
    number_key text not null,
    scope text not null check (scope in ('marketing', 'all')),
    source text not null check (source in ('word', 'button', 'report', 'provider', 'person', 'import')),
    number_end text not null,
    evidence text,
    by_id text,
    at bigint not null,
    lifted_at bigint,
    lifted_by text,
    primary key (number_key, scope)
  )`,
  `create table opt_out_mirror (
    number_key text primary key,
    number text not null,
    wanted text not null check (wanted in ('blocked', 'free')),
    attempts integer not null default 0 check (attempts >= 0),
    not_before bigint not null
  )`,
  `create table quota_uses (
    scope text not null check (scope in ('person', 'channel', 'workspace', 'number')),
    subject text not null,
    day text not null,
    used integer not null check (used >= 0),
    primary key (scope, subject, day)
  )`,
  `create table approval_requests (
    send_id text primary key references sends (id),
    digest text not null,
    policy_hash text not null,
    needs text not null,
    asked_at bigint not null,
    expires_at bigint not null,
    remind_at bigint,
    reminders integer not null default 0 check (reminders >= 0),
    state text not null check (state in ('waiting', 'approved', 'declined', 'expired', 'withdrawn', 'to_review', 'reviewed'))
  )`,
  `create table approvals (
    send_id text not null references approval_requests (send_id),
    person_id text not null,
    verdict text not null check (verdict in ('approved', 'declined', 'reviewed')),
    digest text not null,
    policy_hash text not null,
    meets text not null,
    reason text,
    at bigint not null,
    primary key (send_id, person_id)
  )`,
  `create table proved_numbers (
    number_key text primary key,
    person_id text not null,
    code_hash text,
    attempts integer not null default 0 check (attempts >= 0),
    asked_at bigint not null,
    proved_at bigint
  )`,
];

const INDEXES = [
  `create index opt_out_mirror_due on opt_out_mirror (not_before)`,
  `create index approval_requests_open on approval_requests (expires_at) where state = 'waiting'`,
  'create index quota_uses_by_day on quota_uses (day)',
];

import { type Kysely, sql } from 'kysely';

/**
 * Makes the table of cards anew, because SQLite cannot change a check or a primary key: with the roles of approvers and
 * of answers, with a number for cards of the same role, and with the thread that a card belongs in.
 */
export async function rebuildCards(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const COLUMNS = `send_id, role, destination, message_channel_id, message_ts, shown_version, wanted_version, behind_since,
  shown_count, attempts, fence, worker, lease_until, not_before, state`;

const STATEMENTS = [
  `create table cards_anew (
    send_id text not null references sends (id),
    role text not null check (role in ('channel', 'response_url', 'dm', 'audit', 'approver', 'answer',
      'failure_notice', 'pause_notice', 'callback_notice', 'break_glass_notice')),
    slot integer not null default 0 check (slot >= 0 and (slot = 0 or role = 'approver')),
    destination text not null,
    thread_ts text,
    message_channel_id text,
    message_ts text,
    shown_version integer not null check (shown_version >= 0),
    wanted_version integer not null,
    behind_since bigint not null,
    shown_count integer not null check (shown_count >= 0),
    attempts integer not null check (attempts >= 0),
    fence integer not null check (fence >= 0),
    worker text,
    lease_until bigint,
    not_before bigint not null,
    state text not null check (state in ('open', 'closed')),
    primary key (send_id, role, slot),
    check (shown_version <= wanted_version),
    check ((worker is null) = (lease_until is null)),
    check ((message_channel_id is null) = (message_ts is null))
  )`,
  `insert into cards_anew (${COLUMNS}) select ${COLUMNS} from cards`,
  'drop table cards',
  'alter table cards_anew rename to cards',
  `create index cards_behind on cards (not_before) where state = 'open' and shown_version < wanted_version`,
  'create index cards_claimed on cards (worker) where worker is not null',
];

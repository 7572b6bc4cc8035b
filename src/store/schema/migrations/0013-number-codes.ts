import { type Kysely, sql } from 'kysely';

/**
 * Codes that people prove their own number with, by the send that carries each. A row lets that one send leave in team mode, counts
 * for the limits of an hour and a day, and says how often it was tried; the code itself stands nowhere.
 */
export async function addNumberCodes(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table number_codes (
    send_id text primary key references sends (id),
    number_key text not null,
    person_id text not null,
    tries integer not null default 0 check (tries >= 0),
    asked_at bigint not null,
    used_at bigint
  )`,
  'create index number_codes_by_person on number_codes (person_id, asked_at)',
  'create index number_codes_by_number on number_codes (number_key, asked_at)',
  'create index number_codes_by_age on number_codes (asked_at)',
];

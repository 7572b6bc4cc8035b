import { type Kysely, sql } from 'kysely';

/** Who cancelled what of a send had not left, and what was on its way by then. The first cancellation names the send's. */
export async function addCancellations(db: Kysely<unknown>): Promise<void> {
  await sql`create table cancellations (
    send_id text primary key references sends (id),
    actor_id text not null,
    cancelled_at bigint not null,
    on_their_way integer not null check (on_their_way >= 0)
  )`.execute(db);
}

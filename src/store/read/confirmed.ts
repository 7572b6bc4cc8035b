import { sql } from 'kysely';

/** A condition on a row of `sends`: a person confirmed it. Plans are in the same tables, and count nowhere. */
export const IS_CONFIRMED = sql<boolean>`sends.state not in ('planned', 'discarded')`;

/** The IDs of sends that were not confirmed. Written out, so that SQLite uses the index of the few that are not sending. */
export const PLANS = sql`select id from sends where state <> 'sending' and state in ('planned', 'discarded')`;

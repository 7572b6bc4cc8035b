import type { Opened } from '../opened-ledger.ts';

/** Each delivery's status, with why it was cancelled. */
export async function endsOf({ database }: Opened, sendId = 'S1'): Promise<readonly string[]> {
  const rows = await database.run(
    `select status, cancel_reason from deliveries where send_id = '${sendId}' order by position`,
  );
  return rows.map(({ status, cancel_reason }) => (cancel_reason === null ? `${status}` : `${status} ${cancel_reason}`));
}

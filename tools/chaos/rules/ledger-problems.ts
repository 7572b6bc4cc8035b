import type { Database } from '../database.ts';
import { type Blame, violationOf } from '../promises.ts';

const CHARGED = `sends join deliveries on send_id = sends.id
  where quota_day is not null and status not in ('cancelled', 'rejected')`;
const SUBJECTS = { person: `team_id || ' ' || actor_id`, number: 'recipient_key' } as const;

/** What the ledger says of quotas beside what it has of messages, and what still waits although nothing is under way. */
export async function ledgerProblems(
  query: Database['query'],
  limits: Readonly<Record<keyof typeof SUBJECTS, number>>,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const blame: Blame = (...given) => void problems.push(violationOf(...given));
  for (const scope of ['person', 'number'] as const) {
    const used = await query(`select subject, day, used from quota_uses where scope = '${scope}' and used > 0
      order by 1, 2`);
    const owed = await query(`select ${SUBJECTS[scope]} as subject, quota_day as day, cast(count(*) as integer) as used
      from ${CHARGED} group by 1, 2 order by 1, 2`);
    if (JSON.stringify(used) !== JSON.stringify(owed))
      blame('wrong_quota', `the quota of a ${scope} counts something else`);
    if (used.some((row) => Number(row['used']) > limits[scope]))
      blame('quota_passed', `the quota of a ${scope} is passed`);
  }
  const open = await query(`select sends.id, sends.state, status, batches.state as batch,
      exists (select 1 from queued_sends where queued_sends.send_id = sends.id) as is_in_line
    from sends join deliveries on deliveries.send_id = sends.id join batches on batches.id = batch_id
    where status in ('queued', 'sending') and sends.state not in ('held', 'planned', 'discarded')`);
  if (open.length > 0)
    blame('stuck', `${open.length} messages are neither sent nor cancelled, the first is ${JSON.stringify(open[0])}`);
  return problems;
}

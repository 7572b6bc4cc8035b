import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { RESUMED_BY_PROBE } from '../../core/account/pause.ts';
import { FIRST_PROBE_MS, MAX_PROBE_DOUBLINGS, PROBE_DISTRUST_MS } from '../../core/limits.ts';
import type { PauseCause } from '../../core/send/pause-cause.ts';
import type { PausableAccount, ProbedAccount, ResumableAccount } from '../../flow/ports/store/account.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { openNotice } from '../cards/open-notice.ts';
import type { Engine } from '../engine/engine.ts';
import { readPause } from '../read/pause.ts';
import type { PauseRow, Tables } from '../schema/tables.ts';

const ACCOUNT = sql.lit('account');

/**
 * Stops claiming for the account. In one transaction it writes the pause, raises the versions of all sends that wait, so that
 * their cards say so, and opens the notice.
 *
 * @returns false when the account was paused already, and nothing changed
 */
export function createPause(engine: Engine): PausableAccount['pause'] {
  return (cause, { sendId, channel }) =>
    engine.transact(async (transaction) => {
      const isNew = await insertPause(engine, transaction, cause, sendId);
      if (!isNew) return false;
      await bumpWaiting(engine, transaction);
      if (cause.kind === 'refused') await openNotice(engine, transaction, { sendId, role: 'pause_notice', channel });
      return true;
    });
}

async function insertPause(
  { now, greatest }: Engine,
  transaction: Transaction<Tables>,
  cause: PauseCause,
  sendId: string,
): Promise<boolean> {
  const id = randomUUID();
  if (cause.kind === 'asked_to_wait') {
    const endsAt = sql<number>`${now} + cast(${Math.ceil(cause.afterMs)} as bigint)`;
    const { rows } = await sql<{ id: string }>`
      insert into pauses (id, scope, kind, code, send_id, began_at, ends_at)
      values (${id}, ${ACCOUNT}, 'asked_to_wait', ${cause.code}, ${sendId}, ${now}, ${endsAt})
      on conflict (scope) where kind = 'asked_to_wait' do update set
        code = excluded.code, send_id = excluded.send_id,
        id = case when pauses.ends_at > excluded.began_at then pauses.id else excluded.id end,
        began_at = case when pauses.ends_at > excluded.began_at then pauses.began_at else excluded.began_at end,
        ends_at = ${greatest(sql`pauses.ends_at`, sql`excluded.ends_at`)}
      returning id`.execute(transaction);
    return rows.some((row) => row.id === id);
  }
  const probeAt = cause.mayProbe ? sql<number>`${now} + ${sql.lit(FIRST_PROBE_MS)}` : sql<null>`cast(null as bigint)`;
  const { rows } = await sql`
    insert into pauses (id, scope, kind, code, send_id, began_at, probe_at)
    select ${id}, ${ACCOUNT}, 'refused', ${cause.code}, ${sendId}, ${now}, case when exists (
      select 1 from pauses
      where resumed_by = ${sql.lit(RESUMED_BY_PROBE)} and ends_at > ${now} - ${sql.lit(PROBE_DISTRUST_MS)}
    ) then null else ${probeAt} end
    where true
    on conflict (scope) where kind = 'refused' and ends_at is null do nothing
    returning id`.execute(transaction);
  return rows.length > 0;
}

/**
 * Ends a pause for good and keeps who did it. The same transaction raises the versions of the notice's send and of all sends
 * that wait, and tells other processes that there is work.
 *
 * @returns false when it was ended before
 */
export function createResume(engine: Engine): ResumableAccount['resume'] {
  return (pauseId, by) =>
    engine.transact(async (transaction) => {
      const ended = await transaction
        .updateTable('pauses')
        .set({ ends_at: engine.now, resumed_by: by, probe_at: null })
        .where('id', '=', pauseId)
        .where(sql<boolean>`kind = 'refused' and ends_at is null`)
        .returning('send_id')
        .executeTakeFirst();
      if (ended === undefined) return false;
      await bumpWaiting(engine, transaction, ended.send_id ?? undefined);
      await engine.announcement.execute(transaction);
      return true;
    });
}

/** Raises the versions of all sends that wait, and of one more. */
async function bumpWaiting(engine: Engine, transaction: Transaction<Tables>, alsoSendId?: string): Promise<void> {
  const waiting = await transaction.selectFrom('queued_sends').select('send_id').execute();
  const sendIds = waiting.map(({ send_id }) => send_id);
  if (alsoSendId !== undefined) sendIds.push(alsoSendId);
  await bumpVersions(engine, transaction, sendIds);
}

/** Takes the probe that is due and books the next one, in one statement: after 1, 2, 4, 8 and then every 16 minutes. */
export function createClaimProbe(engine: Engine): ProbedAccount['claimProbe'] {
  return async () => {
    const { rows } = await sql<PauseRow>`
      update pauses set probes = probes + 1, probe_at = ${engine.now} + ${sql.lit(FIRST_PROBE_MS)} *
        case when probes >= ${sql.lit(MAX_PROBE_DOUBLINGS)} then 16 when probes = 3 then 8 when probes = 2 then 4
          when probes = 1 then 2 else 1 end
      where kind = 'refused' and ends_at is null and probe_at <= ${engine.now}
      returning *`.execute(engine.db);
    return rows[0] && readPause(rows[0]);
  };
}

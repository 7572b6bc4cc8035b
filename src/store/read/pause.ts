import { sql } from 'kysely';
import type { Pause } from '../../core/account/pause.ts';
import type { AccountState } from '../../flow/ports/store/account.ts';
import type { Engine } from '../engine/engine.ts';
import type { PauseRow } from '../schema/tables.ts';

/** @returns the pause that holds the account now; one that only a person ends comes first */
export function createCurrentPause({ db, now }: Engine): AccountState['current'] {
  return async () => {
    const row = await db
      .selectFrom('pauses')
      .leftJoin('cards', (join) =>
        join.onRef('cards.send_id', '=', 'pauses.send_id').on(sql<boolean>`cards.role = 'pause_notice'`),
      )
      .selectAll('pauses')
      .select('cards.destination as notice_place')
      .where(sql<boolean>`(ends_at is null or ends_at > ${now})`)
      .orderBy(sql`case when kind = 'refused' then 0 else 1 end`)
      .limit(1)
      .executeTakeFirst();
    return row && { ...readPause(row), noticePlace: noticePlaceOf(row) };
  };
}

/** Only a refusal has a notice. */
function noticePlaceOf({ kind, notice_place: place }: PauseRow & { readonly notice_place: string | null }) {
  return kind === 'refused' ? (place ?? undefined) : undefined;
}

/** @returns the latest pause that a refusal of this send began */
export async function findPauseBegunBy({ db }: Engine, sendId: string): Promise<Pause | undefined> {
  const row = await db
    .selectFrom('pauses')
    .selectAll()
    .where('send_id', '=', sendId)
    .where('kind', '=', 'refused')
    .orderBy('began_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && readPause(row);
}

export function readPause(row: PauseRow): Pause {
  return {
    id: row.id,
    kind: row.kind,
    code: row.code,
    endsAt: row.ends_at === null ? undefined : new Date(row.ends_at),
    resumedBy: row.resumed_by ?? undefined,
  };
}

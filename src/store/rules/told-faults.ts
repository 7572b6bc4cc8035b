import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ToldFaults } from '../../flow/ports/store/rules/told-faults.ts';
import type { Engine } from '../engine/engine.ts';

/** What the subjects of these notices begin with. */
const FAULT = 'policy_fault ';

/** Keeps one notice for each announced fault until the policy is valid again. */
export function createToldFaults({ db, now }: Engine): ToldFaults {
  return {
    async add(fault) {
      const { rows } = await sql`
        insert into notices (subject, told_at) values (${subjectOf(fault)}, ${now})
        on conflict (subject) do nothing returning subject`.execute(db);
      return rows.length > 0;
    },
    async remove(fault) {
      await db.deleteFrom('notices').where('subject', '=', subjectOf(fault)).execute();
    },
    async removeAll() {
      const { rows } = await sql`delete from notices where subject like ${`${FAULT}%`} returning subject`.execute(db);
      return rows.length > 0;
    },
  };
}

/** A hash, because what is wrong with a file may be long. */
function subjectOf(fault: string): string {
  return `${FAULT}${createHash('sha256').update(fault).digest('base64url')}`;
}

import { sql } from 'kysely';
import type { ListOptOuts } from '../../flow/ports/store/rules/opt-outs.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

type Row = Omit<Tables['opt_outs'], 'lifted_at' | 'lifted_by'> & { readonly recipient: string | null };

/** Whole numbers are those of people whom something was sent to: of others the ledger has the last four digits alone. */
export function createListOptOuts({ db }: Engine): ListOptOuts {
  return async (after, limit) => {
    const { rows } = await sql<Row>`
      select opt_outs.*, (
        select recipient from deliveries where deliveries.recipient_key = opt_outs.number_key limit 1) as recipient
      from opt_outs where lifted_at is null and number_key || ' ' || scope > ${after ?? ''}
      order by number_key || ' ' || scope limit ${sql.lit(limit)}`.execute(db);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      optOuts: rows.map(({ at, by_id, evidence, number_end, recipient, scope, source }) => ({
        number: recipient ?? `•••• ${number_end}`,
        scope,
        source,
        at: new Date(at),
        by: by_id ?? undefined,
        evidence: evidence ?? undefined,
      })),
      next: last && `${last.number_key} ${last.scope}`,
    };
  };
}

import { sql, type Transaction } from 'kysely';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { ReadOptOut } from '../../flow/ports/store/rules/opt-outs.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { saveOptOuts } from '../rules/opt-outs.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import type { Report } from './advance-status.ts';

/** Takes down who said no, as reports tell, in the transaction that counts them: neither is ever without the other. */
export type SaveReportedOptOuts = (transaction: Transaction<Tables>, reports: Iterable<Report>) => Promise<void>;

/**
 * @param readOptOut what a failure says of a recipient's wishes; left out, reports say nothing of them
 * @returns takes the reports that raised a delivery: one that comes again raises none, so it takes back no change of mind
 */
export function createSaveReportedOptOuts(
  engine: Engine,
  keyOf: NumberKeyOf,
  readOptOut: ReadOptOut | undefined,
): SaveReportedOptOuts {
  return async (transaction, reports) => {
    const said = [...reports].flatMap(({ code, deliveryId, status, text }) => {
      const optOut = status === 'failed' ? readOptOut?.({ code, text }) : undefined;
      return optOut === undefined ? [] : [{ deliveryId, ...optOut }];
    });
    if (said.length === 0) return;
    const numbers = await numbersOf(engine, transaction, said);
    // In the order of the keys, as everybody locks them.
    const ordered = said
      .flatMap((one) => {
        const number = numbers.get(one.deliveryId);
        return number === undefined ? [] : [{ ...one, number, key: keyOf(number) }];
      })
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    for (const { deliveryId, number, scope, source } of ordered) {
      await saveOptOuts(engine, transaction, keyOf, { numbers: [number], scope, source, evidence: deliveryId });
    }
  };
}

async function numbersOf(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  said: readonly { readonly deliveryId: string }[],
): Promise<ReadonlyMap<string, PhoneNumber>> {
  const ids = said.map(({ deliveryId }) => deliveryId);
  const { rows } = await sql<{ id: string; recipient: string }>`
    select id, recipient from deliveries where ${isOneOf(sql`id`, ids)}`.execute(transaction);
  return new Map(rows.map(({ id, recipient }) => [id, readPhoneNumber(recipient)]));
}

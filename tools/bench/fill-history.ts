import type { Database } from './databases.ts';
import { acceptAll, queueSends, withStore } from './seed.ts';
import { numbersTo, openSql, type Sql } from './sql.ts';

const DELIVERIES_PER_SEND = 200;

/**
 * Puts finished sends into the ledger: one is made as the bot makes it and played to its end, and the database copies its
 * rows under other ids, whatever columns they have.
 */
export async function fillHistory(database: Database, deliveries: number): Promise<void> {
  await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries: DELIVERIES_PER_SEND, recipientsPerRequest: 20 });
    for (const { messageId, recipient, token } of await acceptAll(store)) {
      const report = { messageId, batchToken: token, recipientDigits: recipient.slice(1) };
      await store.ledger.saveReports([
        { ...report, status: 'delivered', code: undefined, text: undefined, reportedAt: undefined },
      ]);
    }
  });
  const target = await openSql(database);
  const copies = Math.round(deliveries / DELIVERIES_PER_SEND) - 1;
  await target.run(`update cards set shown_version = wanted_version, state = 'closed'`);
  for (const [table, renamed, countedByItself] of COPIED) {
    const columns = (await target.columns(table)).filter((column) => column !== countedByItself);
    await copyRows(target, table, columns, renamed, copies);
  }
  await target.run('analyze');
  await target.close();
}

/** Tables in the order of their references, each with the columns that have to differ from copy to copy. */
const COPIED: readonly (readonly [table: string, renamed: readonly string[], countedByItself?: string])[] = [
  ['sends', ['id', 'dedupe_key', 'content_key']],
  ['batches', ['id', 'send_id', 'token']],
  ['deliveries', ['id', 'send_id', 'batch_id', 'message_id', 'message_base']],
  ['cards', ['send_id']],
  ['status_events', ['id', 'delivery_id', 'message_id', 'message_base', 'batch_token']],
  ['status_changes', ['delivery_id'], 'id'],
];

async function copyRows(
  database: Sql,
  table: string,
  columns: readonly string[],
  renamed: readonly string[],
  copies: number,
): Promise<void> {
  const values = columns.map((column) => (renamed.includes(column) ? `n || '.' || ${column}` : column));
  await database.run(`
    ${numbersTo(copies)}
    insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from numbers cross join ${table}`);
}

import { describe, expect, it } from 'vitest';
import { claim, newSend, openNew, these, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase, TestDatabase } from '../test-database.ts';

/** So slow that the next slot is not due while the test runs. */
const RATE = { messagesPerSecond: 0.1 };

/** Takes the ledger back to what 0005 left, with all that is in it. */
async function undoPlainNames({ run }: TestDatabase): Promise<void> {
  await run('create index sends_by_content on sends (content_key, created_at)');
  await undoRulesAndReplies({ run });
  await undoLists({ run });
  for (const view of ['testimonies', 'paces']) await run(`drop view if exists ${view}`);
  await run('alter table manual_reports rename to testimonies');
  await run('alter table send_rates rename to paces');
  await run('drop table heartbeats');
  await run('drop index deliveries_unknown');
  await run('drop index deliveries_by_recipient');
  await run(`delete from kysely_migration where name >= '0006' returning name`);
}

async function dropColumns({ run }: Pick<TestDatabase, 'run'>, columns: Record<string, readonly string[]>) {
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) await run(`alter table ${table} drop column ${name}`);
  }
}

/** Its cards keep their new columns, which the migration does not look at. */
async function undoRulesAndReplies({ run }: Pick<TestDatabase, 'run'>): Promise<void> {
  for (const index of ['deliveries_by_recipient_key', 'sends_by_answered_reply']) await run(`drop index ${index}`);
  const tables = [
    'number_codes',
    'replies',
    'reply_threads',
    'approvals',
    'approval_requests',
    'quota_uses',
    'opt_out_mirror',
  ];
  for (const table of [...tables, 'opt_outs', 'proved_numbers', 'ledger_keys']) await run(`drop table ${table}`);
  await dropColumns(
    { run },
    {
      sends: [
        ...['policy_hash', 'opt_out_scope', 'opt_out_exception', 'quiet_hours', 'quota_day', 'break_glass_reason'],
        ...['expires_at', 'answers_reply_id'],
      ],
      batches: ['region'],
      deliveries: ['recipient_key', 'cancel_reason'],
    },
  );
}

async function undoLists({ run }: Pick<TestDatabase, 'run'>): Promise<void> {
  for (const table of ['lists', 'queued_sends', 'group_rows', 'recipient_groups']) await run(`drop table ${table}`);
  for (const index of ['sends_by_state', 'batches_queued']) await run(`drop index ${index}`);
  await run(`create index batches_queued on batches (sender, not_before, send_id, position) where state = 'queued'`);
  await dropColumns(
    { run },
    {
      sends: ['state', 'state_by', 'state_reason', 'state_at', 'on_their_way', 'template_name'],
      batches: ['message', 'content_key'],
      deliveries: ['sheet_row'],
    },
  );
}

export function migrationContract(create: CreateDatabase): void {
  describe('a ledger of the release before', () => {
    it('keeps its manual reports and its send rates under their new names', async () => {
      const { ledger, lookup, database, close, openAgain } = await openNew(create, RATE);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await lookup.addManualReports({ sendId: 'S1', about: these('S1.0'), actorId: 'U2', said: 'arrived' });
      await close();
      await undoPlainNames(database);

      const later = await openAgain();

      expect(await later.statuses('S1')).toEqual(['delivered', 'queued']);
      expect(await later.ledger.claimBatch('worker')).toBeUndefined();
      expect(await later.ledger.untilNextBatch()).toBeGreaterThan(0);
    });
  });
}

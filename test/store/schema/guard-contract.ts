import { describe, expect, it } from 'vitest';
import { claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const IMPOSSIBLE = [
  ['sends without a lease', `update batches set lease_until = null`],
  ['sends without a worker', `update batches set worker = null`],
  ['sends without ever having been claimed', `update batches set fence = 0`],
  ['holds a lease on what is done', `update batches set state = 'done'`],
  ['is in a state that there is not', `update batches set state = 'resend'`],
  ['belongs to a send in a state that there is not', `update sends set state = 'resend'`],
  ['is accepted without a message ID', `update deliveries set status = 'accepted'`],
  ['is delivered without a message ID', `update deliveries set status = 'delivered'`],
  ['is rejected without a reason', `update deliveries set status = 'rejected'`],
  ['is unknown without a reason', `update deliveries set status = 'unknown'`],
  ['failed for a reason that no report gave', FAILED_WITHOUT_REPORT()],
  ['has a reason to fail and does not', `update deliveries set failure_reason = 'refused'`],
  ['is queued with a message ID', `update deliveries set status = 'queued', message_id = 'm', message_base = 'm'`],
  ['has a status that there is not', `update deliveries set status = 'resent'`],
  ['shows a version that there is not yet', `update cards set shown_version = wanted_version + 1`],
  ['stands in a channel without a time stamp', `update cards set message_channel_id = 'C1'`],
  ['is reported as what no report says', `update status_events set status = 'accepted'`],
  ['is of a batch of nobody', `update batches set size = 0`],
  ['was tried less than never', `update batches set attempts = -1`],
  ['has the first part of a message ID and not the whole', `update deliveries set message_base = 'm'`],
  ['is a send of no version', `update sends set version = 0`],
  ['expects reports perhaps', `update sends set reports_expected = 2`],
  ['is a card that somebody holds without a lease', `update cards set worker = 'w1'`],
  ['is a card with a lease of nobody', `update cards set lease_until = 1`],
  ['is a card for a role that there is not', `update cards set role = 'thread'`],
  ['is a card neither open nor closed', `update cards set state = 'lost'`],
  ['was shown less than never', `update cards set shown_count = -1`],
  ['was tried to show less than never', `update cards set attempts = -1`],
  ['was claimed less than never', `update cards set fence = -1`],
  ['shows less than nothing', `update cards set shown_version = -1`],
  ['is a pause of a kind that there is not', pauseWith(`'tired'`, '1', 'null', 'null')],
  ['waits without an end', pauseWith(`'asked_to_wait'`, 'null', 'null', 'null')],
  ['was resumed and goes on', pauseWith(`'refused'`, 'null', `'U1'`, 'null')],
  ['is over and will be probed', pauseWith(`'refused'`, '2', 'null', '3')],
  [
    'is a manual report of something else',
    `insert into manual_reports (delivery_id, said, actor_id, said_at) values ('S1.0', 'maybe', 'U1', 1)`,
  ],
  ['is a second heartbeat', `insert into heartbeats (id, beat_at) values (2, 1)`],
] as const;

function pauseWith(kind: string, endsAt: string, resumedBy: string, probeAt: string): string {
  return `insert into pauses (id, scope, kind, code, began_at, ends_at, resumed_by, probe_at)
    values ('P1', 'account', ${kind}, 'E110', 1, ${endsAt}, ${resumedBy}, ${probeAt})`;
}

function FAILED_WITHOUT_REPORT(): string {
  return `update deliveries set status = 'failed', failure_reason = 'refused', message_id = 'm', message_base = 'm'`;
}

export function guardContract(create: CreateDatabase): void {
  describe('the database refuses a row that', () => {
    it.each(IMPOSSIBLE)('%s', async (_, statement) => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await claim(ledger);
      await ledger.saveReport({
        messageId: 'stranger',
        status: 'sent',
        code: undefined,
        text: undefined,
        batchToken: undefined,
        recipientDigits: undefined,
        reportedAt: undefined,
      });

      const written = database.run(`${statement} returning 1 as n`);

      await expect(written).rejects.toThrow(/check/i);
    });
  });
}

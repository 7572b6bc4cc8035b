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
] as const;

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliverySettlement } from '../../../src/core/send/delivery/settlement.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import { phone } from '../../support/sends.ts';
import { accepted, claim, newSend, type Opened, openNew, report, SILENT, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { namesOne, type Story, stories, updateOf } from './evidence.ts';

const BRAZIL = '+5531987654321';
const MEXICO = '+525512345678';
const ARGENTINA = '+541112345678';
const INDIA = '+919876543210';
const MISSING = { reason: 'missing_in_answer', code: undefined, text: undefined } as const;
const REFUSED = { reason: 'refused', code: 'E801', text: 'Blocked' } as const;
const RANK = ['sent', 'failed', 'delivered', 'read'];

/** What a report carries in the place of the recipient's number. */
const OTHERWISE = [
  ['Brazil without its 9', BRAZIL, '553187654321'],
  ['Mexico with a 1', MEXICO, '5215512345678'],
  ['Argentina with a 9', ARGENTINA, '5491112345678'],
  ['Ivory Coast with eight digits', '+2250701020304', '22501020304'],
  ['Benin with eight digits', '+2290197000000', '22997000000'],
  ['no number at all', INDIA, undefined],
] as const;

export function evidenceContract(create: CreateDatabase): void {
  /** A batch to these numbers that is on its way. */
  async function sending(numbers: readonly string[], log: Log = SILENT) {
    const opened = await openNew(create, { log });
    const { ledger } = opened;
    const recipients = numbers.map(phone);
    await ledger.accept(newSend('S1', { order: { recipients }, batches: [{ token: 'S1-token-0', recipients }] }));
    const batch = await claim(ledger);
    const tell = (
      messageId: string,
      recipientDigits: string | undefined,
      batchToken: string | undefined = batch.token,
    ) => ledger.saveReport(report(messageId, 'delivered', { batchToken, recipientDigits }));
    return { ...opened, batch, tell };
  }

  /** A batch to these numbers that Kaleyra never answered. */
  async function unknownBatch(numbers: readonly string[], log: Log = SILENT) {
    const scene = await sending(numbers, log);
    await scene.ledger.settleBatch(scene.batch, unanswered(scene.batch), undefined);
    return scene;
  }

  describe('a report with the token of its batch', () => {
    it.each(OTHERWISE)(
      'settles the only delivery of the batch, whatever it calls the recipient: %s',
      async (_, number, named) => {
        const { statuses, tell } = await unknownBatch([number]);

        expect(await tell('m:0', named)).toBe('advanced');
        expect(await statuses('S1')).toEqual(['delivered']);
      },
    );

    it.each(OTHERWISE)('settles the last delivery that is left: %s', async (_, number, named) => {
      const { statuses, tell } = await unknownBatch(['+919811111111', number, '+919822222222']);
      await tell('m:2', '919822222222');
      await tell('m:0', '919811111111');

      expect(await tell('m:1', named)).toBe('advanced');
      expect(await statuses('S1')).toEqual(['delivered', 'delivered', 'delivered']);
    });

    it.each(OTHERWISE.slice(0, 5))(
      'finds its recipient among several by another spelling: %s',
      async (_, number, named) => {
        const { statuses, tell } = await unknownBatch([INDIA, number, '+919811111111']);

        expect(await tell('m:1', named)).toBe('advanced');
        expect(await statuses('S1')).toEqual(['unknown', 'delivered', 'unknown']);
      },
    );

    it('is proof for a batch of one under another message ID too', async () => {
      const { ledger, statuses, tell } = await unknownBatch([INDIA]);
      await tell('m:0', '919876543210');

      const outcome = await ledger.saveReport(report('wamid.1', 'read', { batchToken: 'S1-token-0' }));

      expect(outcome).toBe('advanced');
      expect(await statuses('S1')).toEqual(['read']);
    });

    it('outweighs a number that is another one, which is logged without the number', async () => {
      const lines: unknown[] = [];
      const warn = (data: object, message: string): void => void lines.push({ ...data, message });
      const { statuses, tell } = await unknownBatch([INDIA], { ...SILENT, warn });

      await tell('m:0', '14155550123');

      expect(await statuses('S1')).toEqual(['delivered']);
      expect(lines).toEqual([{ messageId: 'm:0', deliveryId: 'S1.0', message: 'report names another number' }]);
    });

    it('logs nothing when it names the recipient as WhatsApp does, or by an ID', async () => {
      const lines: string[] = [];
      const warn = (_: object, message: string): void => void lines.push(message);
      const { tell } = await unknownBatch([BRAZIL, INDIA], { ...SILENT, warn });

      await tell('m:0', '553187654321');
      await tell('m:1', undefined);

      expect(lines).toEqual([]);
    });

    it('is not guessed for one of two that are left, and settles it when the other one is known', async () => {
      const { statuses, tell } = await unknownBatch([INDIA, BRAZIL]);

      const outcomes = [await tell('m:1', undefined), await tell('m:1', '14155550123')];
      const whileTwoAreLeft = await statuses('S1');
      await tell('m:0', '919876543210');

      expect(outcomes).toEqual(['parked', 'parked']);
      expect(whileTwoAreLeft).toEqual(['unknown', 'unknown']);
      expect(await statuses('S1')).toEqual(['delivered', 'delivered']);
    });

    it('is not guessed when its number is two recipients’ in WhatsApp’s spellings', async () => {
      const { statuses, tell } = await unknownBatch([ARGENTINA, '+5491112345678', INDIA]);

      expect(await tell('m:0', '5491112345678')).toBe('parked');
      expect(await statuses('S1')).toEqual(['unknown', 'unknown', 'unknown']);
    });

    it('never settles the one that is left when it names another one', async () => {
      const { statuses, tell } = await unknownBatch([INDIA, BRAZIL]);
      await tell('m:0', '919876543210');

      expect(await tell('other:0', '919876543210')).toBe('parked');
      expect(await statuses('S1')).toEqual(['delivered', 'unknown']);
    });

    it('takes no delivery that was refused for the one that is left', async () => {
      const { ledger, batch, statuses, tell } = await sending([INDIA, BRAZIL, '+919811111111']);
      const [asha, bia, chandra] = batch.deliveryIds;
      await ledger.settleBatch(
        batch,
        [
          { deliveryId: asha ?? '', status: 'accepted', messageId: 'm:0', failure: undefined },
          { deliveryId: bia ?? '', status: 'unknown', messageId: undefined, failure: MISSING },
          { deliveryId: chandra ?? '', status: 'rejected', messageId: undefined, failure: REFUSED },
        ],
        undefined,
      );

      expect(await tell('m:1', undefined)).toBe('advanced');
      expect(await statuses('S1')).toEqual(['accepted', 'delivered', 'rejected']);
    });

    it('settles what the answer left out, though the report was first', async () => {
      const { ledger, batch, statuses, tell } = await sending([INDIA, BRAZIL]);
      await tell('m:1', undefined);

      await ledger.settleBatch(batch, accepted(batch, 'm').slice(0, 1), undefined);

      expect(await statuses('S1')).toEqual(['accepted', 'delivered']);
    });

    it('takes along what was told of its message without a token before', async () => {
      const { ledger, statuses, tell } = await unknownBatch([INDIA]);
      await ledger.saveReport(report('m:0', 'read'));

      await tell('m:0', undefined);

      expect(await statuses('S1')).toEqual(['read']);
    });

    it('gives each delivery its own status or none, whatever it calls people and in whatever order it comes', async () => {
      const opened = await openNew(create);
      let run = 0;

      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          run += 1;
          await tellStory(opened, story, `S${run}`);
          await expectTruth(opened, story, `S${run}`);
        }),
        { numRuns: 60 },
      );
    }, 60_000);
  });

  describe('several reports of one callback', () => {
    it('are written together or not at all', async () => {
      const { ledger, statuses, database } = await sending([INDIA, BRAZIL]);
      await database.run('create unique index one_of_each_code on status_events (code)');
      const both = [
        report('m:0', 'delivered', { batchToken: 'S1-token-0', recipientDigits: '919876543210' }),
        report('m:1', 'failed', { batchToken: 'S1-token-0', recipientDigits: '553187654321' }),
      ];
      await ledger.saveReport(report('x:0', 'failed'));

      await expect(ledger.saveReports(both)).rejects.toThrow(/unique|duplicate/i);

      expect(await statuses('S1')).toEqual(['sending', 'sending']);
      expect(await database.run('select message_id from status_events')).toEqual([{ message_id: 'x:0' }]);
    });

    it('are told apart when two callbacks come at the same time', async () => {
      const { ledger } = await sending([INDIA]);
      const own = { batchToken: 'S1-token-0' };

      const outcomes = await Promise.all([
        ledger.saveReports([report('m:0', 'sent', own), report('m:0', 'read', own)]),
        ledger.saveReports([report('x:0', 'read'), report('m:0', 'delivered'), report('y:0', 'sent')]),
      ]);

      expect(outcomes).toEqual([
        ['stale', 'advanced'],
        ['parked', 'stale', 'parked'],
      ]);
    });
  });
}

async function tellStory({ ledger }: Opened, story: Story, sendId: string): Promise<void> {
  const { recipients } = story;
  const token = `${sendId}-token`;
  await ledger.accept(newSend(sendId, { order: { recipients }, batches: [{ token, recipients }] }));
  const batch = await claim(ledger);
  for (const [index, callback] of story.callbacks.entries()) {
    if (index === story.answerAfter) await ledger.settleBatch(batch, answerOf(batch, story, sendId), undefined);
    await ledger.saveReports(callback.map((told) => updateOf(told, story, sendId, token)));
  }
  await ledger.settleBatch(batch, answerOf(batch, story, sendId), undefined);
}

function answerOf(batch: ClaimedBatch, { answered }: Story, base: string): readonly DeliverySettlement[] {
  return accepted(batch, base).filter((_, index) => answered.includes(index));
}

/** Every report is with the delivery that it is about or with none, and a status comes from nothing else. */
async function expectTruth({ ledger, database }: Opened, story: Story, sendId: string): Promise<void> {
  const events = await database.run(
    `select delivery_id, status, batch_token, recipient, message_id, reported_at from status_events
      where message_base = '${sendId}'`,
  );
  for (const event of events) {
    const own = `${sendId}.${Number(event['reported_at']) - 1}`;
    expect([own, null]).toContain(event['delivery_id']);
  }
  for (const told of story.callbacks.flat().filter((one) => one.hasToken && namesOne(one, story))) {
    const update = updateOf(told, story, sendId, `${sendId}-token`);
    const same = events.find(
      (event) =>
        Number(event['reported_at']) === told.about + 1 &&
        event['status'] === told.status &&
        event['message_id'] === update.messageId &&
        event['recipient'] === update.recipientDigits &&
        event['batch_token'] !== null,
    );
    expect(same?.['delivery_id']).toBe(`${sendId}.${told.about}`);
  }
  for (const { id, position, status, messageId } of (await ledger.findSend(sendId))?.deliveries ?? []) {
    const ranks = events
      .filter((event) => event['delivery_id'] === id)
      .map((event) => RANK.indexOf(String(event['status'])));
    const unreported = story.answered.includes(position) ? 'accepted' : 'unknown';
    expect(status).toBe(ranks.length === 0 ? unreported : RANK[Math.max(...ranks)]);
    expect([undefined, sendId, `${sendId}:${position}`]).toContain(messageId);
  }
}

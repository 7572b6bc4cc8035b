import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../src/core/send/delivery/settlement.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import { CannotBeStored } from '../../../src/flow/ports/store/cannot-be-stored.ts';
import { createSaveReports } from '../../../src/flow/reports/save-reports.ts';
import { createDeliverBatch } from '../../../src/flow/send/deliver-batch.ts';
import { readCallback } from '../../../src/kaleyra/callback/callback.ts';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';
import { createRedact } from '../../../src/kaleyra/redact.ts';
import { readResponse } from '../../../src/kaleyra/response/response.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { readQuestion } from '../../../src/slack/commands/command-question.ts';
import { createReplyToLookup } from '../../../src/slack/listeners/reply-to-lookup.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { naughtyReply, naughtyReport, naughtyResponse } from '../../support/kaleyra-naughty.ts';
import { naughtyText } from '../../support/naughty.ts';
import { catalogueOf } from '../../support/slack-needs.ts';
import { claim, newSend, openNew, SILENT, type TestLedger } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const RUNS = 60;
const redact = createRedact([]);

/** What people, Slack and Kaleyra write may be no text at all. */
export function naughtyContract(create: CreateDatabase): void {
  describe('a text that no database should be asked to hold', () => {
    it('is no reason to lose what Kaleyra answered', async () => {
      const { ledger, statuses } = await openNew(create);
      let sends = 0;
      const [recipient = ''] = newSend('S').order.recipients;
      const digits = recipient.slice(1);

      await fc.assert(
        fc.asyncProperty(naughtyResponse(digits), async (response) => {
          sends += 1;
          const id = `S${sends}`;
          await ledger.accept(newSend(id));
          const batch = await claim(ledger);
          const outcome = readResponse(response, [digits], redact, new Date(0));
          const warning = outcome.kind === 'accepted' ? outcome.warning : undefined;

          await ledger.settleBatch(
            batch,
            settle([{ deliveryId: batch.deliveryIds[0] ?? '', digits }], outcome),
            warning,
          );

          expect(['accepted', 'rejected', 'unknown']).toContain((await statuses(id))[0]);
        }),
        { numRuns: RUNS },
      );
    });

    it('is no reason to ask for a report again', async () => {
      const { ledger } = await openNew(create);
      const saveReports = createSaveReports({ ledger, wakeCards: () => undefined, log: SILENT });

      await fc.assert(
        fc.asyncProperty(naughtyReport('m:0'), async (raw) => {
          const reading = readCallback(raw);
          if (reading.kind === 'status') expect(await saveReports(reading.updates)).toMatch(/saved|not_ours/);
        }),
        { numRuns: RUNS },
      );
    });

    it('is no reason to lose a reply', async () => {
      const { replies } = await openNew(create);

      await fc.assert(
        fc.asyncProperty(naughtyReply('919870000000'), async (raw) => {
          const given = readIncoming(raw, new Date()).map((reply) => ({ reply }));
          const saved = await replies.saveReplies(given, 'counted');
          expect(saved.every(({ kind }) => kind === 'saved' || kind === 'known')).toBe(true);
        }),
        { numRuns: RUNS },
      );

      const [reply] = readIncoming(photoOfType(`a${'😀'.repeat(60)}`), new Date());
      if (reply === undefined) throw new Error('no reply was read');
      await replies.saveReplies([{ reply }], 'counted');
      expect((await replies.findReply(reply.id))?.media?.type).toBe(`a${'😀'.repeat(49)}`);
    });

    it('is looked for in vain when somebody asks for it, and not a reason to ask again later', async () => {
      const { lookup } = await openNew(create);
      const asker = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
      const person = { asker, workspaceUrl: undefined, timeZone: async () => undefined };
      const replyToLookup = createReplyToLookup({
        lookup,
        catalogue: catalogueOf(),
        explanations: EXPLANATIONS,
        senders: [],
        log: SILENT,
      });

      await fc.assert(
        fc.asyncProperty(naughtyText, async (text) => {
          const question = readQuestion(`status ${text}`);
          if (question?.kind !== 'search') return;
          const replies: object[] = [];
          await replyToLookup(question, person, async (reply) => replies.push(reply));
          expect(replies).toEqual([expect.objectContaining({ text: expect.not.stringContaining('just now') })]);
        }),
        { numRuns: RUNS },
      );
    });

    it('comes back from a draft and from a send as it was typed', async () => {
      const { ledger, drafts } = await openNew(create);
      let sends = 0;

      await fc.assert(
        fc.asyncProperty(naughtyText, async (text) => {
          sends += 1;
          const send = newSend(`S${sends}`);
          const order = { ...send.order, message: { ...send.order.message, parameters: [text, text] } };

          await drafts.save(send.id, { order, responseUrl: undefined });
          await ledger.accept({ ...send, order });

          expect((await drafts.load(send.id))?.order.message.parameters).toEqual([text, text]);
          expect((await ledger.findSend(send.id))?.message).toMatchObject({ parameters: [text, text] });
        }),
        { numRuns: RUNS },
      );
    });

    it('that comes as an outcome all the same holds no lane: the batch is set aside, and the next one leaves', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));
      const texts = ['cut \ud83d', 'a\0b', 'refused'];
      const deliver = deliverAnswering(ledger, texts);

      for (let index = 0; index < texts.length; index += 1) await deliver();

      const [first, second, third] = await statuses('S1');
      expect([first, second]).toEqual([
        expect.stringMatching(/rejected|unknown/),
        expect.stringMatching(/rejected|unknown/),
      ]);
      expect(third).toBe('rejected');
    });

    it('is told from a ledger that is away', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      const impossible = batch.deliveryIds.map(
        (deliveryId) => ({ deliveryId, status: 'rejected', messageId: 'm:0', failure: undefined }) as const,
      );

      await expect(ledger.settleBatch(batch, impossible, undefined)).rejects.toBeInstanceOf(CannotBeStored);
    });
  });
}

function photoOfType(mime_type: string) {
  const fields = { from: '919870000000', type: 'image', media_url: 'https://media.example.com/photo', mime_type };
  return { query: new URLSearchParams(fields), body: '', contentType: undefined };
}

/** Delivers the next batch to a Kaleyra that refuses it with the next of the texts, as no edge would let it through. */
function deliverAnswering(ledger: TestLedger, texts: readonly string[], log: Log = SILENT): () => Promise<void> {
  const left = [...texts];
  const work = createDeliverBatch({
    ledger,
    provider: {
      encode: () => ({ ok: true, value: { fields: [] } }),
      send: async () => ({ kind: 'rejected', code: 'E424', text: left.shift() }),
    },
    limits: { messagesPerSecond: 1_000, maxInFlight: 16 },
    pauseOnRefusal: async () => undefined,
    concealment: createScrubber([]),
    wakeCards: () => undefined,
    random: () => 0,
    log,
  });
  return async () => work.perform(await claim(ledger), () => undefined);
}

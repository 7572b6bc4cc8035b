import { describe, expect, it } from 'vitest';
import { freeText } from '../../../src/core/template/message/free-text.ts';
import type { NewAnswer } from '../../../src/flow/ports/store/replies/answers.ts';
import { newReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';
import { claim, newSend, type Opened, openNew } from '../opened-ledger.ts';
import { claimRulesOf } from '../rules/claim-rules.ts';
import type { CreateDatabase } from '../test-database.ts';

const WRITER = phone('+919870000000');
const SENDER = phone('+919800000000');
const HOUR_MS = 3_600_000;

/** What the ledger does for a person who answers. */
export function answerContract(create: CreateDatabase): void {
  describe('an answer', () => {
    it('is a send that leaves once as a text, and expires with the 24 hours', async () => {
      const opened = await openWritten(create);

      expect(await opened.replies.answers.accept(answer('A1'))).toEqual({
        kind: 'accepted',
        sendId: 'A1',
        isNew: true,
      });
      expect(await opened.replies.answers.accept(answer('A2', { dedupeKey: 'T1:A1' }))).toEqual({
        kind: 'accepted',
        sendId: 'A1',
        isNew: false,
      });

      const batch = await claim(opened.ledger);
      expect(batch.outgoing).toEqual({ message: freeText('Yes, at ten.'), sender: SENDER, recipients: [WRITER] });
      expect(await opened.ledger.claimBatch('w')).toBeUndefined();
      const send = await opened.ledger.findSend('A1');
      expect(send?.message).toEqual(freeText('Yes, at ten.'));
      const { answer: given, writtenAt } = (await opened.replies.findReply('R1')) ?? {};
      expect(given?.by).toBe('U1');
      const [row] = await opened.database.run('select expires_at, answers_reply_id from sends');
      expect(row?.['answers_reply_id']).toBe('R1');
      expect(Number(row?.['expires_at'])).toBe(Number(writtenAt) + 24 * HOUR_MS - 120_000);
    });

    it('leaves at night too, by a policy that it was not written under', async () => {
      const night = claimRulesOf({
        keepsQuietHours: ({ isAwaited }) => !isAwaited,
        quietUntil: (_, now) => new Date(now.getTime() + HOUR_MS),
      });
      const opened = await openWritten(create, {}, night);
      await opened.replies.answers.accept(answer('A1'));

      expect((await claim(opened.ledger)).sendId).toBe('A1');
    });

    it('is refused once the 24 hours are over, by the clock of the database', async () => {
      const opened = await openWritten(create, { writtenAt: new Date(Date.now() - 24 * HOUR_MS) });

      expect(await opened.replies.answers.accept(answer('A1'))).toEqual({ kind: 'window_closed' });
      expect(await opened.ledger.findSend('A1')).toBeUndefined();
    });

    it('counts what a clock ahead of ours wrote from when it came', async () => {
      const opened = await openWritten(create, { writtenAt: new Date(Date.now() + 5 * HOUR_MS) });

      const { now, openUntil } = (await opened.replies.answers.findConversation('R1')) ?? {};

      expect(Number(openUntil) - Number(now)).toBeLessThanOrEqual(24 * HOUR_MS);
    });

    it('has until two minutes before the 24 hours are over, which begin with what the person wrote last', async () => {
      const opened = await openWritten(create, { writtenAt: new Date(Date.now() - 3 * HOUR_MS) });
      await opened.replies.saveReplies([newReply('R2', { writtenAt: new Date(Date.now() - 7 * HOUR_MS) })], 'waiting');
      const { writtenAt } = (await opened.replies.findReply('R1')) ?? {};

      const found = await Promise.all(['R1', 'R2'].map((id) => opened.replies.answers.findConversation(id)));

      const openUntil = new Date(Number(writtenAt) + 24 * HOUR_MS - 120_000);
      expect(found.map((one) => one?.openUntil)).toEqual([openUntil, openUntil]);
      expect(openUntil.getTime()).toBeGreaterThan(Number(found[0]?.now));
    });

    it('has no time left two minutes before the 24 hours are over, nor long after them', async () => {
      for (const agoMs of [24 * HOUR_MS - 119_000, 9 * 24 * HOUR_MS]) {
        const opened = await openWritten(create, { writtenAt: new Date(Date.now() - agoMs) });

        const { now, openUntil } = (await opened.replies.answers.findConversation('R1')) ?? {};

        expect(Number(openUntil)).toBeLessThanOrEqual(Number(now));
        expect(await opened.replies.answers.accept(answer('A1'))).toEqual({ kind: 'window_closed' });
      }
    });

    it('is refused for a person who wants nothing more', async () => {
      const opened = await openWritten(create);
      await opened.rules.optOuts.addOptOuts({ numbers: [WRITER], scope: 'all', source: 'person', by: 'U9' });

      expect(await opened.replies.answers.accept(answer('A1'))).toEqual({ kind: 'opted_out' });
      expect((await opened.replies.answers.findConversation('R1'))?.isOptedOut).toBe(true);
    });

    it('of a colleague a moment ago is told, and a second yes lets the other one leave', async () => {
      const opened = await openWritten(create);
      await opened.replies.answers.accept(answer('A1'));

      const told = await opened.replies.answers.accept(answer('A2', { actorId: 'U2' }));

      expect(told).toMatchObject({ kind: 'answered', answer: { by: 'U1', text: 'Yes, at ten.' } });
      const seenUntil = told.kind === 'answered' ? told.answer.at : undefined;
      const second = { ...answer('A2', { actorId: 'U2' }), seenUntil };
      expect(await opened.replies.answers.accept(second)).toMatchObject({ kind: 'accepted', isNew: true });
    });

    it('of two at the same time leaves alone', async () => {
      const opened = await openWritten(create);
      const other = await opened.openAgain();

      const results = await Promise.all([
        opened.replies.answers.accept(answer('A1')),
        other.replies.answers.accept(answer('A2', { actorId: 'U2' })),
      ]);

      expect(results.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'answered']);
    });

    it('of a colleague is no news after a minute, nor is one’s own', async () => {
      const opened = await openWritten(create);
      await opened.replies.answers.accept(answer('A1'));

      expect(await opened.replies.answers.accept(answer('A2'))).toMatchObject({ kind: 'accepted' });
      await opened.database.run('update sends set created_at = created_at - 61000');
      expect(await opened.replies.answers.accept(answer('A3', { actorId: 'U2' }))).toMatchObject({ kind: 'accepted' });
    });

    it('belongs in the thread of the card that was replied to', async () => {
      const opened = await openNew(create);
      await opened.ledger.accept(
        newSend('S1', { order: { recipients: [WRITER] }, batches: [{ token: 't', recipients: [WRITER] }] }),
      );
      await claim(opened.ledger);
      const card = await opened.ledger.claimCard('w');
      if (card === undefined) throw new Error('no card');
      await opened.ledger.saveCard(card, { kind: 'shown', version: 1, message: { channelId: 'C1', ts: '9.9' } });
      await opened.replies.saveReplies([newReply('R1')], 'waiting');
      const thread = await opened.replies.threads.claimThread('w');
      if (thread === undefined) throw new Error('no thread');
      await opened.replies.threads.saveThread(thread, {
        kind: 'posted',
        message: { channelId: 'C1', ts: '10.1' },
        nextMs: 0,
      });

      const conversation = await opened.replies.answers.findConversation('R1');

      expect(conversation).toMatchObject({ sender: SENDER, channelId: 'C1', thread: { channelId: 'C1', ts: '9.9' } });
    });
  });
}

/** A person has written to us. */
async function openWritten(
  create: CreateDatabase,
  change: { readonly writtenAt?: Date } = {},
  claimRules = claimRulesOf(),
): Promise<Opened> {
  const opened = await openNew(create, { claimRules });
  await opened.replies.saveReplies([newReply('R1', change)], 'waiting');
  return opened;
}

function answer(id: string, change: { readonly actorId?: string; readonly dedupeKey?: string } = {}): NewAnswer {
  const { actorId = 'U1', dedupeKey = `T1:${id}` } = change;
  const send = newSend(id, { dedupeKey, batches: [{ token: `${id}-token`, recipients: [WRITER] }] });
  const order = {
    ...send.order,
    actorId,
    template: undefined,
    message: freeText('Yes, at ten.'),
    recipients: [WRITER],
  };
  return { replyId: 'R1', seenUntil: undefined, send: { ...send, order } };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_REPLIES_OF_NUMBER_A_DAY } from '../../../src/core/limits.ts';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import type { Template } from '../../../src/core/template/template.ts';
import type { NewReply, ReplyOutcome } from '../../../src/flow/ports/store/replies/replies.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { answering, newReply, tapOf } from '../../support/replies.ts';
import { BOOKING, phone } from '../../support/sends.ts';
import { accepted, claim, newSend, openNew, recipients, type SendChange } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const RAVI = phone('+919870000001');

/** A send whose requests were all taken: message IDs `S1:0`, `S1:1` … */
async function sent({ ledger }: Pick<Store, 'ledger'>, id: string, change: SendChange = {}): Promise<void> {
  await ledger.accept(newSend(id, change));
  for (const { index } of newSend(id, change).batches.map((_, at) => ({ index: at }))) {
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, accepted(batch, index === 0 ? id : `${id}b${index}`), undefined);
  }
}

async function save({ replies }: Pick<Store, 'replies'>, ...given: NewReply[]): Promise<readonly ReplyOutcome[]> {
  return replies.saveReplies(given, 'counted');
}

async function matchOf(store: Pick<Store, 'replies'>, reply: NewReply) {
  await save(store, reply);
  const { sendId, deliveryId, matchedBy } = (await store.replies.findReply(reply.reply.id)) ?? {};
  return { sendId, deliveryId, matchedBy };
}

export function replyContract(create: CreateDatabase): void {
  describe('a reply', () => {
    it('is kept as it was told, and the card and the thread are behind', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      const before = (await store.ledger.findSend('S1'))?.version ?? 0;
      const media = { url: 'https://media.example.com/1.jpg', type: 'image/jpeg' };
      const writtenAt = new Date('2026-11-29T10:00:00Z');
      const reply = newReply('r1', { kind: 'image', media, writtenAt, ...answering('S1:0') });

      expect(await save(store, reply)).toEqual([{ kind: 'saved', matchedBy: 'context' }]);

      const { context: _, ...said } = reply.reply;
      expect(await store.replies.findReply('r1')).toEqual({
        ...said,
        receivedAt: expect.any(Date),
        sendId: 'S1',
        deliveryId: 'S1.0',
        matchedBy: 'context',
        optOut: undefined,
        post: undefined,
        answer: undefined,
      });
      expect((await store.ledger.findSend('S1'))?.version).toBe(before + 1);
      const [thread] = await store.database.run('select send_id, replies, waiting, posts from reply_threads');
      expect(thread).toMatchObject({ send_id: 'S1', replies: 1, waiting: 1, posts: 0 });
    });

    it('that comes again changes nothing, not even the version', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      await save(store, newReply('r1'));
      const before = (await store.ledger.findSend('S1'))?.version;

      expect(await save(store, newReply('r1'))).toEqual([{ kind: 'known', matchedBy: 'recent' }]);
      expect(await save(store, newReply('r2'), newReply('r1'), newReply('r2'))).toEqual([
        { kind: 'saved', matchedBy: 'recent' },
        { kind: 'known', matchedBy: 'recent' },
        { kind: 'known', matchedBy: 'none' },
      ]);

      expect((await store.ledger.findSend('S1'))?.version).toBe((before ?? 0) + 1);
      const [thread] = await store.database.run('select replies, waiting from reply_threads');
      expect(thread).toMatchObject({ replies: 2, waiting: 2 });
    });

    it('is one reply when two processes take it at the same time', async () => {
      const store = await openNew(create);
      const other = await store.openAgain();
      await sent(store, 'S1');

      const outcomes = await Promise.all([save(store, newReply('r1')), save(other, newReply('r1'))]);

      expect(
        outcomes
          .flat()
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(['known', 'saved']);
      const [thread] = await store.database.run('select replies, waiting from reply_threads');
      expect(thread).toMatchObject({ replies: 1, waiting: 1 });
    });

    it('of no send is counted, or waits where there is a channel for it', async () => {
      const { replies, database } = await openNew(create);
      await replies.saveReplies([newReply('r1')], 'counted');
      await replies.saveReplies([newReply('r2')], 'waiting');

      const states = await database.run('select id, post_state, matched_by from replies order by id');
      expect(states).toMatchObject([
        { id: 'r1', post_state: 'counted', matched_by: 'none' },
        { id: 'r2', post_state: 'waiting', matched_by: 'none' },
      ]);
      const [thread] = await database.run(`select replies, waiting from reply_threads where send_id = ''`);
      expect(thread).toMatchObject({ replies: 2, waiting: 1 });
    });

    it('of a person who writes without end is counted from some number on', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      const flood = Array.from({ length: MAX_REPLIES_OF_NUMBER_A_DAY + 30 }, (_, at) => newReply(`r${at}`));
      await save(store, ...flood.slice(0, 50));
      const outcomes = await save(store, ...flood.slice(50));
      const others = await save(store, newReply('other', { from: RAVI }));

      expect(outcomes.filter(({ kind }) => kind === 'too_many')).toHaveLength(30);
      expect(others).toMatchObject([{ kind: 'saved' }]);
      const [kept] = await store.database.run('select count(*) as n from replies');
      expect(Number(kept?.['n'])).toBe(MAX_REPLIES_OF_NUMBER_A_DAY + 1);
      const [thread] = await store.database.run(`select replies, waiting from reply_threads where send_id = 'S1'`);
      expect(thread).toMatchObject({ replies: flood.length, waiting: MAX_REPLIES_OF_NUMBER_A_DAY });
    });

    it('of one person who hides the number is none of another one’s', async () => {
      const store = await openNew(create);
      const flood = Array.from({ length: MAX_REPLIES_OF_NUMBER_A_DAY }, (_, at) =>
        newReply(`r${at}`, { from: undefined, writer: 'IN.QwErTy' }),
      );
      await save(store, ...flood);

      const others = ['US.AsDfGh', 'IN.qwerty', 'IN.QwErTy'].map((writer) =>
        newReply(writer, { from: undefined, writer }),
      );
      expect((await save(store, ...others)).map(({ kind }) => kind)).toEqual(['saved', 'saved', 'too_many']);
    });

    it('that cannot be stored fails by itself, not those that come with it', async () => {
      const { replies } = await openNew(create);
      const bad = { ...newReply('bad'), reply: { ...newReply('bad').reply, kind: JSON.parse('"telepathy"') } };
      const results = await Promise.allSettled([
        replies.saveReplies([newReply('r1')], 'counted'),
        replies.saveReplies([bad], 'counted'),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    });
  });

  describe('the send that a reply answers', () => {
    it('is the one whose message it names, whole or without its place in the batch', async () => {
      const store = await openNew(create);
      await sent(store, 'S1', { sizes: [2] });
      await sent(store, 'S2', { sizes: [2] });

      expect(await matchOf(store, newReply('r1', answering('S1:1')))).toEqual({
        sendId: 'S1',
        deliveryId: 'S1.1',
        matchedBy: 'context',
      });
      expect(await matchOf(store, newReply('r2', { from: RAVI, ...answering('S1') }))).toEqual({
        sendId: 'S1',
        deliveryId: 'S1.1',
        matchedBy: 'context',
      });
      const hidden = await matchOf(store, newReply('r3', { from: undefined, ...answering('S1') }));
      expect(hidden).toEqual({ sendId: 'S1', deliveryId: undefined, matchedBy: 'context' });
    });

    it('is the one whose batch it names, by the reference or by the mark of a button', async () => {
      const store = await openNew(create);
      await sent(store, 'S1', { sizes: [1, 1] });
      await sent(store, 'S2', { sizes: [2] });

      const named = { context: { messageIds: ['unknown:0'], batchToken: 'S1-token-0' } };
      expect(await matchOf(store, newReply('r1', { from: RAVI, ...named }))).toEqual({
        sendId: 'S1',
        deliveryId: 'S1.0',
        matchedBy: 'context',
      });
      const marked = newReply('r2', {}, { markedBatch: 'S1-token-0' });
      expect(await matchOf(store, marked)).toEqual({ sendId: 'S1', deliveryId: 'S1.0', matchedBy: 'payload' });
      const both = newReply('r3', answering('S2:0'), { markedBatch: 'S1-token-0' });
      expect(await matchOf(store, both)).toEqual({ sendId: 'S2', deliveryId: 'S2.0', matchedBy: 'context' });
    });

    it('is else the newest that left for the number', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      await sent(store, 'S2');
      await store.ledger.accept(newSend('S3'));

      expect(await matchOf(store, newReply('r1'))).toEqual({ sendId: 'S2', deliveryId: 'S2.0', matchedBy: 'recent' });
      expect(await matchOf(store, newReply('r2', { from: RAVI }))).toMatchObject({ matchedBy: 'none' });
      const elsewhere = newReply('r3', { sender: phone('+919800000009') });
      expect(await matchOf(store, elsewhere)).toMatchObject({ matchedBy: 'none' });
      expect(await matchOf(store, newReply('r4', { sender: undefined }))).toMatchObject({ sendId: 'S2' });
    });

    it('is none when that left more than 72 hours ago', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      await store.database.run(
        `update deliveries set changed_at = changed_at - ${72 * 3_600_000 + 1_000} returning id`,
      );
      expect(await matchOf(store, newReply('r1'))).toEqual({
        sendId: undefined,
        deliveryId: undefined,
        matchedBy: 'none',
      });
      expect(await matchOf(store, newReply('r2', answering('S1:0')))).toMatchObject({ sendId: 'S1' });
    });

    it.each([
      ['+5511987654321', '+551187654321'],
      ['+5215512345678', '+525512345678'],
      ['+5491123456789', '+541123456789'],
      ['+2250701234567', '+22501234567'],
    ])('is found by %s, which WhatsApp calls %s', async (to, from) => {
      const store = await openNew(create);
      await sent(store, 'S1', recipientsAre(phone(to), phone('+919870000009')));
      expect(await matchOf(store, newReply('r1', { from: phone(from) }))).toMatchObject({
        sendId: 'S1',
        deliveryId: 'S1.0',
      });
      const named = newReply('r2', { from: phone(from), ...answering('S1') });
      expect(await matchOf(store, named)).toMatchObject({ deliveryId: 'S1.0', matchedBy: 'context' });
    });

    it('is the first one when the reply answers an answer', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      await save(store, newReply('r1'));
      await sent(store, 'S2');
      await store.database.run(`update sends set answers_reply_id = 'r1' where id = 'S2' returning id`);

      expect(await matchOf(store, newReply('r2'))).toEqual({ sendId: 'S1', deliveryId: 'S1.0', matchedBy: 'recent' });
      expect(await matchOf(store, newReply('r3', answering('S2:0')))).toMatchObject({
        sendId: 'S1',
        matchedBy: 'context',
      });
    });
  });

  describe('the words on a tapped button', () => {
    it('are those of the quick replies of the template that was sent, by their place', async () => {
      const store = await openNew(create);
      const buttons: Template['buttons'] = [
        { kind: 'phone_number', label: 'Call us', number: '+919800000000' },
        { kind: 'quick_reply', label: 'Yes, I am coming' },
        { kind: 'quick_reply', label: 'Stop' },
      ];
      await sent(store, 'S1', { order: { template: { ...BOOKING, buttons } } });
      await sent(store, 'S2', { order: { template: undefined } });
      const marks = [
        { batchToken: 'S1-token-0', button: 2 },
        { batchToken: 'S1-token-0', button: 1 },
        { batchToken: 'S1-token-0', button: 3 },
        { batchToken: 'S2-token-0', button: 1 },
        { batchToken: 'unknown', button: 1 },
      ];
      const expected = ['Stop', 'Yes, I am coming', undefined, undefined, undefined];
      expect(await store.replies.quickReplyLabels(marks)).toEqual(expected);
      expect(await store.replies.quickReplyLabels([])).toEqual([]);
    });
  });

  describe('the tally of a send', () => {
    it('counts each person once, with the latest tap, and who is silent', async () => {
      const store = await openNew(create);
      await sent(store, 'S1', { sizes: [20] });
      const people = recipients(20);
      const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 10, minute));
      const taps = people
        .slice(0, 12)
        .map((from, index) => tapOf(`t${index}`, index < 10 ? 'Yes' : 'No', { from, writtenAt: at(0) }));
      await save(store, ...taps);
      await save(store, tapOf('later', 'No', { from: people[0], writtenAt: at(9) }));
      await save(store, tapOf('late news', 'Maybe', { from: people[1], writtenAt: new Date(0) }));
      await save(store, newReply('words', { from: people[2], text: 'see you', writtenAt: at(20) }));
      await save(store, newReply('only words', { from: people[15], text: 'who is this?' }));

      expect(await store.replies.tallyOf('S1')).toEqual({
        replies: 16,
        answers: [
          { text: 'Yes', people: 9 },
          { text: 'No', people: 3 },
        ],
        silent: 7,
      });
      expect(await store.replies.tallyOf('S2')).toBeUndefined();
    });

    it('is told by recipient, page by page', async () => {
      const store = await openNew(create);
      await sent(store, 'S1', { sizes: [3] });
      const [first, second] = recipients(2);
      await save(store, tapOf('t1', 'Yes', { from: first }), newReply('w2', { from: second, text: 'hello' }));

      const page = await store.replies.answersOf('S1', { limit: 2 });
      const rest = await store.replies.answersOf('S1', { limit: 2, after: 'S1.1' });

      expect(page.map(({ recipient, reply }) => [recipient, reply?.text])).toEqual([
        [first, 'Yes'],
        [second, 'hello'],
      ]);
      expect(rest.map(({ deliveryId, reply }) => [deliveryId, reply])).toEqual([['S1.2', undefined]]);
    });

    it('has its replies page by page, oldest first', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      for (const id of ['c', 'a', 'b']) await save(store, newReply(id));
      const all = await store.replies.repliesOf('S1', { limit: 9 });
      const [first] = all;
      const rest = first && (await store.replies.repliesOf('S1', { limit: 9, after: first }));
      expect(all).toHaveLength(3);
      expect(rest?.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
    });
  });

  describe('the window for an answer', () => {
    it('begins with the last words of the person to this number, in any spelling', async () => {
      const store = await openNew(create);
      const at = (hour: number) => new Date(Date.UTC(2026, 10, 29, hour));
      const mexico = { from: phone('+5215512345678') };
      await save(
        store,
        newReply('r1', { ...mexico, writtenAt: at(3) }),
        newReply('r2', { ...mexico, writtenAt: at(5) }),
      );
      await save(store, newReply('r3', { ...mexico, writtenAt: at(9), sender: phone('+919800000009') }));

      const sender = phone('+919800000000');
      expect(await store.replies.lastWrittenAt({ sender, number: phone('+525512345678') })).toEqual(at(5));
      expect(await store.replies.lastWrittenAt({ sender, number: RAVI })).toBeUndefined();
    });
  });

  describe('a word that says no', () => {
    const OUT = { kind: 'opted_out', scope: 'all', source: 'word' } as const;
    const BACK = { kind: 'opted_in' } as const;
    const active = async ({ database }: { database: { run(statement: string): Promise<readonly object[]> } }) =>
      (await database.run('select scope, source from opt_outs where lifted_at is null')).length;

    it('opts the person out with the reply, and a later word takes it back', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      await save(store, newReply('r1', { text: 'STOP' }, { optOut: OUT }));
      expect(await store.database.run('select scope, source, evidence, number_end from opt_outs')).toMatchObject([
        { scope: 'all', source: 'word', evidence: 'r1', number_end: '0000' },
      ]);
      expect(await store.replies.findReply('r1')).toMatchObject({ optOut: 'opted_out' });

      await save(store, newReply('r2', { text: 'START' }, { optOut: BACK }));
      expect(await active(store)).toBe(0);
      await save(store, newReply('r1', { text: 'STOP' }, { optOut: OUT }));
      expect(await active(store)).toBe(0);
    });

    it('counts in the order in which it was written, however it comes', async () => {
      const at = (second: number) => new Date(Date.UTC(2026, 10, 29, 10, 0, second));
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }), async (order) => {
          const store = await openNew(create);
          const words = [OUT, BACK, OUT].map((optOut, second) =>
            newReply(`r${second}`, { writtenAt: at(second) }, { optOut }),
          );
          for (const place of order) await save(store, ...words.slice(place, place + 1));
          expect(await active(store)).toBe(1);
        }),
        { numRuns: 6 },
      );
    });

    it('holds for the number in the other spelling, too', async () => {
      const store = await openNew(create);
      const wrote = phone('+551187654321');
      await sent(store, 'S1', recipientsAre(phone('+5511987654321')));
      await save(store, newReply('r1', { from: wrote, text: 'STOP' }, { optOut: OUT }));
      expect(await active(store)).toBe(2);
    });

    it('counts for a person who hides the number, whatever another such person wrote later', async () => {
      const store = await openNew(create);
      await sent(store, 'S1');
      const at = (second: number) => new Date(Date.UTC(2026, 10, 29, 10, 0, second));
      const other = { from: undefined, writer: 'US.AsDfGh', writtenAt: at(9) };
      const one = { from: undefined, writer: 'IN.QwErTy', writtenAt: at(1), ...answering('S1:0') };
      await save(store, newReply('r1', other, { optOut: BACK }));
      await save(store, newReply('r2', one, { optOut: OUT }));
      expect(await active(store)).toBe(1);
    });

    it('is only noted where it may mean something else', async () => {
      const store = await openNew(create);
      await save(store, newReply('r1', { text: 'cancel' }, { optOut: { kind: 'ambiguous' } }));
      expect(await active(store)).toBe(0);
      expect(await store.replies.findReply('r1')).toMatchObject({ optOut: 'ambiguous' });
    });
  });
}

function recipientsAre(...numbers: PhoneNumber[]): SendChange {
  return { order: { recipients: numbers }, batches: [{ token: 'token', recipients: numbers }] };
}

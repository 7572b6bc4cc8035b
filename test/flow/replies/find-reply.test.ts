import { describe, expect, it } from 'vitest';
import { createFindReply } from '../../../src/flow/replies/find-reply.ts';
import { newSend, openNew, report } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { answering, newReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';

/** Nothing was ever sent to them. */
const STRANGER = phone('+919870000009');
const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };

/** R1 answers the send S1 of C1; R2 answers none, and stands in C2; R3 answers none and stands nowhere yet. */
async function openReplies() {
  const opened = await openNew(createSqliteDatabase);
  const { ledger, lookup, replies } = opened;
  await ledger.accept(newSend('S1'));
  const batch = await ledger.claimBatch('worker');
  await ledger.saveReport(report('m:0', 'read', { ...(batch && { batchToken: batch.token }) }));
  await replies.saveReplies(
    [newReply('R1', answering('m:0')), newReply('R2', { from: STRANGER }), newReply('R3', { from: STRANGER })],
    'waiting',
  );
  const findReply = createFindReply({
    async findConversation(id) {
      const conversation = await replies.answers.findConversation(id);
      if (conversation === undefined || id === 'R3') return conversation;
      const post = { channelId: id === 'R1' ? 'C1' : 'C2', ts: '1.1' };
      const lastAnswer = { by: 'U1', at: new Date(1_000), text: 'Yes.' };
      return { ...conversation, lastAnswer, reply: { ...conversation.reply, post } };
    },
    lookup,
    isGuest: async (userId) => userId === 'UGUEST',
  });
  return { findReply };
}

describe('a reply for a person who pressed something under it', () => {
  it.each([
    ['who sent the message', 'R1', ASKER, true],
    ['who is in its channel', 'R1', { ...ASKER, actorId: 'U2' }, true],
    ['who neither sent it nor is in its channel', 'R1', { ...ASKER, actorId: 'U2', channelId: 'C9' }, false],
    ['where the reply on no message stands', 'R2', { ...ASKER, channelId: 'C2' }, true],
    ['elsewhere than the reply on no message', 'R2', ASKER, false],
    [
      'who is a guest where the reply on no message stands',
      'R2',
      { ...ASKER, channelId: 'C2', actorId: 'UGUEST' },
      false,
    ],
    ['of a reply that stands nowhere yet', 'R3', ASKER, false],
    ['of a reply that is not there', 'R9', ASKER, false],
  ])('is found or not: one %s', async (_, id, asker, isFound) => {
    const { findReply } = await openReplies();

    expect((await findReply(id, asker))?.reply.id).toBe(isFound ? id : undefined);
  });

  it('tells of the last answer to everybody but the one who gave it', async () => {
    const { findReply } = await openReplies();

    expect((await findReply('R1', ASKER))?.lastAnswer).toBeUndefined();
    expect((await findReply('R1', { ...ASKER, actorId: 'U2' }))?.lastAnswer?.by).toBe('U1');
  });
});

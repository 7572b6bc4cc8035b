import { describe, expect, it } from 'vitest';
import { CommitOutcomeUnknown } from '../../../src/flow/ports/store/accept-send.ts';
import type { Answers } from '../../../src/flow/ports/store/replies/answers.ts';
import { createAnswerReply } from '../../../src/flow/replies/answer-reply.ts';
import type { RulesAnswer, RulesQuestion } from '../../../src/flow/rules/ask-rules.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { newReply, type replyOf } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const SENDER = phone('+919800000000');
const OTHER = phone('+919800000001');
const WRITER = phone('+919870000000');
const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const RULES = { policyHash: undefined, optOutScope: 'marketing', keepsQuietHours: true } as const;
const ALLOWED: RulesAnswer = { kind: 'allowed', rules: RULES, mayBreakGlass: false, sentences: [] };
const DAY_MS = 24 * 3_600_000;

interface Setting {
  readonly reply?: Parameters<typeof replyOf>[1];
  readonly accept?: Answers['accept'];
  readonly answer?: RulesAnswer;
  readonly outside?: readonly (typeof WRITER)[];
  readonly senders?: readonly (typeof SENDER)[];
  readonly auditChannel?: string;
}

/** R1 came back on no message, and stands in C1 where nothing else is said; U1 answers it. */
async function openReplied(setting: Setting = {}) {
  const { accept, answer = ALLOWED, auditChannel, outside = [], reply = {}, senders = [OTHER, SENDER] } = setting;
  const opened = await openNew(createSqliteDatabase);
  await opened.replies.saveReplies([newReply('R1', reply)], 'waiting');
  const scrubber = createScrubber([]);
  const log = memoryLog();
  const wakes: string[] = [];
  const asked: RulesQuestion[] = [];
  let ids = 0;
  const answerReply = createAnswerReply({
    answers: { ...opened.replies.answers, ...(accept && { accept }) },
    provider: createEncoding(undefined),
    askRules: async (question) => {
      asked.push(question);
      return answer;
    },
    findOutsideTeam: async () => outside,
    senders,
    reportsExpected: true,
    auditChannel,
    newSendId: () => `A${++ids}`,
    newToken: () => `token-${ids}`,
    wakeAll: () => void wakes.push('all'),
    concealment: scrubber,
    log,
  });
  async function press(text = 'Yes, at ten.', dedupeKey = 'T1:V1', actorId = 'U1') {
    const conversation = await opened.replies.answers.findConversation('R1');
    if (conversation === undefined) throw new Error('no reply');
    return answerReply({ conversation, asker: { ...ASKER, actorId }, text, dedupeKey, seenUntil: undefined });
  }
  const lines = () => log.lines.map(({ level, message }) => `${level} ${message}`);
  return { ...opened, asked, lines, press, scrubber, wakes };
}

describe('an answer to a reply', () => {
  it('is a send from the number that they wrote to, wakes the workers, and is in no log from then on', async () => {
    const { ledger, lines, press, scrubber, wakes } = await openReplied();

    const pressed = [await press(), await press()];

    expect(pressed).toEqual(Array(2).fill({ kind: 'accepted', sendId: 'A1' }));
    expect(lines()).toEqual(Array(2).fill('info answer accepted'));
    expect(wakes.length).toBeGreaterThan(0);
    expect(scrubber.scrubText('said Yes, at ten.')).toBe('said ••••');
    const batch = await ledger.claimBatch('worker');
    expect(batch).toMatchObject({
      reportsExpected: true,
      outgoing: { sender: SENDER, recipients: [WRITER], message: { kind: 'free_text', text: 'Yes, at ten.' } },
    });
    expect(await ledger.claimBatch('worker')).toBeUndefined();
  });

  it('is asked of the rules as service to one person, and waits for no morning', async () => {
    const { asked, database, press } = await openReplied();
    await press();

    expect(asked).toEqual([
      { actorId: 'U1', channelId: 'C1', template: { name: 'answer', category: 'UTILITY' }, recipients: 1 },
    ]);
    expect(await database.run('select opt_out_scope, quiet_hours from sends')).toEqual([
      { opt_out_scope: 'all', quiet_hours: null },
    ]);
  });

  it.each([
    [undefined, ['answer U1']],
    ['C9', ['answer U1', 'audit C9']],
  ])('has its card with the person who answers, and in the audit channel %s', async (auditChannel, cards) => {
    const { database, press } = await openReplied(auditChannel === undefined ? {} : { auditChannel });
    await press();

    const rows = await database.run('select role, destination from cards order by role');
    expect(rows.map(({ destination, role }) => `${role} ${destination}`)).toEqual(cards);
  });

  const NUMBERLESS = { reply: { from: undefined } };
  const SENDERLESS = { reply: { sender: undefined } };
  it.each<[string, Setting, RegExp]>([
    ['nobody knows their number', NUMBERLESS, /^WhatsApp did not say this person’s number/],
    ['they wrote to another number', { senders: [OTHER] }, /^They wrote to a number that this bot does not send from/],
    ['nothing says which number they wrote to, and there are two', SENDERLESS, /^They wrote to a number that this bot/],
    ['they are none of the team', { outside: [WRITER] }, /^Team mode: •••• 0000 is not one of the team’s numbers/],
    ['a rule says no', { answer: { kind: 'refused', why: 'rule', sentence: 'Rule 2 says no.' } }, /^Rule 2 says no\.$/],
    [
      'the person who answers has no message left today',
      { answer: { ...ALLOWED, rules: { ...RULES, quotas: { day: '2026-11-29', limits: { person: 0 } } } } },
      /^Nothing was sent\. You cannot send any more today; this answer is for one person \(the policy allows 0 a day\)\.$/,
    ],
    [
      'the writer has had the messages of today',
      { answer: { ...ALLOWED, rules: { ...RULES, quotas: { day: '2026-11-29', limits: { number: 0 } } } } },
      /^Nothing was sent\. This person has had the 0 messages of today, which is what the policy allows\. Answer tomorrow\.$/,
    ],
  ])('does not leave where %s', async (_, setting, sentence) => {
    const { ledger, press, wakes } = await openReplied(setting);

    expect(await press()).toEqual({ kind: 'problem', sentence: expect.stringMatching(sentence) });
    expect(wakes).toEqual([]);
    expect(await ledger.claimBatch('worker')).toBeUndefined();
  });

  it('leaves from the only number there is where nothing says which they wrote to', async () => {
    const { ledger, press } = await openReplied({ ...SENDERLESS, senders: [OTHER] });
    await press();

    expect((await ledger.claimBatch('worker'))?.outgoing.sender).toBe(OTHER);
  });

  it('does not leave to somebody who asked for no more messages, nor after a day, nor right after a colleague’s', async () => {
    const optedOut = await openReplied();
    await optedOut.rules.optOuts.addOptOuts({ numbers: [WRITER], scope: 'all', source: 'word' });
    const late = await openReplied({ reply: { writtenAt: new Date(Date.now() - DAY_MS - 1_000) } });
    const second = await openReplied();
    await second.press('Hers.');

    expect(await optedOut.press()).toEqual({
      kind: 'problem',
      sentence: expect.stringMatching(/^This person asked for no more messages/),
    });
    expect(await late.press()).toEqual({ kind: 'window_closed' });
    expect(await second.press('Mine.', 'T1:V2', 'U2')).toMatchObject({ kind: 'answered', answer: { by: 'U1' } });
  });
});

describe('a ledger that does not answer when a reply is answered', () => {
  const uncertain = () => Promise.reject(new CommitOutcomeUnknown('broken off', { cause: undefined }));

  it.each<[string, Answers['accept'], RegExp, string]>([
    ['refuses', () => Promise.reject(new Error('away')), /^Nothing was sent/, 'error answer not saved'],
    ['may have saved it', uncertain, /^It is not certain/, 'error answer not saved'],
    [
      'is silent',
      () => new Promise(() => undefined),
      /^It is not certain/,
      'warn the ledger is slow to save an answer',
    ],
  ])('is told, and no worker is woken, when it %s', async (_, accept, sentence, line) => {
    const { lines, press, wakes } = await openReplied({ accept });

    expect(await press()).toEqual({ kind: 'problem', sentence: expect.stringMatching(sentence) });
    expect(lines()).toEqual([line]);
    expect(wakes).toEqual([]);
  });
});

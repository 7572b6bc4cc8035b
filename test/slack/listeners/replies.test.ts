import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/replies/reply.ts';
import type { Mode } from '../../../src/core/rules/mode.ts';
import { createAnswerReply } from '../../../src/flow/replies/answer-reply.ts';
import type { AskRules } from '../../../src/flow/rules/ask-rules.ts';
import { createFindOutsideTeam } from '../../../src/flow/rules/outside-team.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import type { ReplyNeeds } from '../../../src/slack/replies/reply-needs.ts';
import { accepted, claim, newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { shownText } from '../../support/block-walk.ts';
import { newReply } from '../../support/replies.ts';
import { phone } from '../../support/sends.ts';
import { memoryLog, startSlack } from '../../support/slack.ts';
import { SENDER, slackNeeds } from '../../support/slack-needs.ts';

const WRITER = phone('+919870000000');
const ALLOWED: AskRules = async () => ({
  kind: 'allowed',
  rules: { policyHash: undefined, optOutScope: 'all', keepsQuietHours: false },
  mayBreakGlass: false,
  sentences: [],
});

interface Scene {
  readonly reply?: Partial<Reply>;
  readonly askRules?: AskRules;
  readonly mode?: Mode;
  readonly replies?: Partial<ReplyNeeds>;
  readonly users?: Readonly<Record<string, object>>;
  /** Where the reply stands; that of its send where left out. */
  readonly channelId?: string;
}

/** Slack in front of a real ledger: S1 went to the writer in C1, and the writer's reply R1 stands in the thread of its card. */
async function openScene(scene: Scene = {}) {
  const { reply = {}, askRules = ALLOWED, mode = 'live', replies = {}, users = {}, channelId = 'C1' } = scene;
  const store = await openNew(createSqliteDatabase);
  const { ledger, lookup, rules } = store;
  const batches = [{ token: 't', recipients: [WRITER] }];
  await ledger.accept(newSend('S1', { order: { recipients: [WRITER] }, batches }));
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
  const card = await ledger.claimCard('w');
  if (card === undefined) throw new Error('no card');
  await ledger.saveCard(card, { kind: 'shown', version: card.send.version, message: { channelId: 'C1', ts: '9.9' } });
  await store.replies.saveReplies([newReply('R1', reply)], 'waiting');
  const thread = await store.replies.threads.claimThread('w');
  if (thread === undefined) throw new Error('no thread');
  const posted = { kind: 'posted', message: { channelId, ts: '10.1' }, nextMs: 0 } as const;
  await store.replies.threads.saveThread(thread, posted);
  let ids = 0;
  const answerReply = createAnswerReply({
    findOutsideTeam: createFindOutsideTeam({ mode, teamNumbers: [], numberCodes: rules.numberCodes }),
    answers: store.replies.answers,
    provider: createEncoding(undefined),
    askRules,
    senders: [SENDER.number],
    reportsExpected: true,
    auditChannel: undefined,
    newSendId: () => `A${++ids}`,
    newToken: () => `token-${ids}`,
    wakeAll: () => undefined,
    concealment: { during: (_, run) => run(), remember: () => undefined },
    log: memoryLog(),
  });
  const needs: ReplyNeeds = {
    findConversation: store.replies.answers.findConversation,
    answerReply,
    reader: store.replies,
    fetchMedia: async () => ({ ok: false, failure: 'not_allowed' }),
    addOptOuts: rules.optOuts.addOptOuts,
    ...replies,
  };
  const slack = await startSlack(slackNeeds({ needs: { lookup, replies: needs } }).needs, {
    users,
    authTest: { team_id: 'T1' },
  });
  return { ...store, slack };
}

describe('“Answer on WhatsApp”', () => {
  it('shows what they said and how long the window is open, and sends the answer once', async () => {
    const { ledger, slack } = await openScene();

    await slack.press('answer_reply', 'R1');

    expect(shownText(slack.view.blocks)).toMatch(/•••• 0000 \(Asha Rao\): Can I come an hour later\?/);
    expect(shownText(slack.view.blocks)).toMatch(/Window open until .*, 23 h 5\d min/);
    expect(shownText(slack.view.blocks)).not.toContain('919870000000');
    const answered = slack.snapshot({ answer_text: 'Yes, at ten.' });
    expect(await slack.submit({ answer_text: 'Yes, at ten.' })).toEqual([{ response_action: 'clear' }]);
    await slack.deliver({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      view: answered,
    });

    const batch = await claim(ledger);
    expect(batch.outgoing).toEqual({
      message: { kind: 'free_text', text: 'Yes, at ten.' },
      sender: SENDER.number,
      recipients: [WRITER],
    });
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });

  it('is not sent in team mode to somebody who is none of the team, and the field says so', async () => {
    const { ledger, slack } = await openScene({ mode: 'team' });
    await slack.press('answer_reply', 'R1');

    const acks = await slack.submit({ answer_text: 'Yes, at ten.' });

    expect(JSON.stringify(acks)).toContain('Team mode: •••• 0000 is not one of the team’s numbers.');
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });

  it('puts the answer’s card into the thread of the card', async () => {
    const { database, slack } = await openScene();
    await slack.press('answer_reply', 'R1');
    await slack.submit({ answer_text: 'Yes.' });

    expect(await database.run(`select destination, thread_ts from cards where role = 'answer'`)).toEqual([
      { destination: 'C1', thread_ts: '9.9' },
    ]);
  });

  it('asks for a second yes when a colleague has just answered', async () => {
    const { slack } = await openScene();
    await slack.press('answer_reply', 'R1');
    await slack.submit({ answer_text: 'Hers.' });
    await slack.press('answer_reply', 'R1');
    expect(shownText(slack.view.blocks)).not.toContain('Hers.');
    await slack.press('answer_reply', 'R1', { userId: 'U2' });

    expect(shownText(slack.view.blocks)).toMatch(/answered \d+ s ago: Hers\./);
    expect(shownText(slack.view.blocks)).toContain('Send mine as well');
  });

  it('offers a template once the 24 hours are over, and keeps the number to itself', async () => {
    const { slack } = await openScene({ reply: { writtenAt: new Date(Date.now() - 25 * 3_600_000) } });
    await slack.press('answer_reply', 'R1');

    expect(slack.view.submit).toBeUndefined();
    expect(shownText(slack.view.blocks)).toContain('An approved template still reaches them');
    await slack.pressInView('send_template_instead', 'R1');

    expect(slack.view.callback_id).toBe('whatsapp_send');
    expect(shownText(slack.view.blocks)).toContain('Recipients: •••• 0000.');
    expect(JSON.stringify(slack.view)).not.toContain('919870000000');
  });

  it('keeps what was typed where the window closed meanwhile', async () => {
    const { database, slack } = await openScene();
    await slack.press('answer_reply', 'R1');
    await database.run(`update replies set written_at = written_at - 86400000, received_at = received_at - 86400000`);

    await slack.submit({ answer_text: 'Too late.' });

    expect(shownText(slack.view.blocks)).toContain('What you wrote was not sent:Too late.');
  });

  it('says at the text why rules do not let it leave', async () => {
    const askRules: AskRules = async () => ({
      kind: 'refused',
      why: 'rule',
      sentence: 'Only lead may answer: ask @carla (rule 1).',
    });
    const { ledger, slack } = await openScene({ askRules });
    await slack.press('answer_reply', 'R1');

    expect(await slack.submit({ answer_text: 'Yes.' })).toEqual([
      { response_action: 'errors', errors: { answer: 'Only lead may answer: ask @carla (rule 1).' } },
    ]);
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });

  it.each([
    ['person', 'You cannot send any more today; this answer is for one person (the policy allows 1 a day).'],
    [
      'channel',
      'Nothing more can be sent from this channel today; this answer is for one person (the policy allows 1 a day).',
    ],
    ['number', 'This person has had the 1 message of today, which is what the policy allows. Answer tomorrow.'],
  ] as const)('says at the text which quota is used up: %s', async (quota, sentence) => {
    const day = new Date().toISOString().slice(0, 10);
    const askRules: AskRules = async (question) => {
      const answer = await ALLOWED(question);
      if (answer.kind === 'refused') return answer;
      return { ...answer, rules: { ...answer.rules, quotas: { day, limits: { [quota]: 1 } } } };
    };
    const { ledger, slack } = await openScene({ askRules });
    await slack.press('answer_reply', 'R1');
    await slack.submit({ answer_text: 'Yes.' });
    await claim(ledger);

    await slack.press('answer_reply', 'R1');

    expect(await slack.submit({ answer_text: 'And bring your papers.' })).toEqual([
      { response_action: 'errors', errors: { answer: `Nothing was sent. ${sentence}` } },
    ]);
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });

  it('has no field for a person who wants nothing more', async () => {
    const { rules, slack } = await openScene();
    await rules.optOuts.addOptOuts({ numbers: [WRITER], scope: 'all', source: 'person', by: 'U9' });

    await slack.press('answer_reply', 'R1');

    expect(slack.view.submit).toBeUndefined();
    expect(shownText(slack.view.blocks)).toContain('asked for no more messages');
  });

  it.each([
    ['a guest, on a colleague’s message', { userId: 'U7' }],
    ['a person in another channel', { userId: 'U7', channelId: 'C9' }],
  ])('shows nothing to %s', async (_, where) => {
    const { slack } = await openScene({ users: { U7: { is_restricted: true } } });

    await slack.press('answer_reply', 'R1', where);

    expect(shownText(slack.view.blocks)).toContain('cannot be looked up here');
    expect(JSON.stringify(slack.view)).not.toContain('hour later');
  });
});

describe('a reply that belongs to no message', () => {
  const inbox: Scene = {
    reply: { from: phone('+919870009999') },
    channelId: 'CINBOX',
    users: { U7: { is_restricted: true }, U8: { is_ultra_restricted: true } },
  };

  it('may be answered by members in its channel, and the answer stands under it', async () => {
    const { database, ledger, slack } = await openScene(inbox);

    await slack.press('answer_reply', 'R1', { channelId: 'CINBOX' });
    expect(shownText(slack.view.blocks)).toContain('Can I come an hour later?');
    expect(await slack.submit({ answer_text: 'Who is this?' })).toEqual([{ response_action: 'clear' }]);

    expect((await claim(ledger)).outgoing.recipients).toEqual([phone('+919870009999')]);
    expect(await database.run(`select destination, thread_ts from cards where role = 'answer'`)).toEqual([
      { destination: 'CINBOX', thread_ts: '10.1' },
    ]);
  });

  it.each([
    ['a guest of several channels', { userId: 'U7', channelId: 'CINBOX' }],
    ['a guest of one channel', { userId: 'U8', channelId: 'CINBOX' }],
    ['a member who presses in another channel', { userId: 'U2', channelId: 'C1' }],
  ])('shows nothing to %s, and does nothing for them', async (_, where) => {
    const { ledger, rules, slack } = await openScene(inbox);

    await slack.press('answer_reply', 'R1', where);
    await slack.press('open_media', 'R1', where);
    await slack.press('opt_out_writer', 'R1', where);

    expect(shownText(slack.view.blocks)).toContain('cannot be looked up here');
    expect(JSON.stringify([slack.view, slack.ephemeral])).not.toContain('hour later');
    expect(slack.ephemeral.slice(-2).map(({ text }) => text)).toEqual(
      Array(2).fill(expect.stringContaining('This reply cannot be looked up here.')),
    );
    expect((await rules.optOuts.findOptOuts([phone('+919870009999')], 'all')).size).toBe(0);
    expect(await ledger.claimBatch('w')).toBeUndefined();
  });
});

describe('under a reply', () => {
  it('“Opt this person out” is for good, and names who pressed', async () => {
    const { rules, slack } = await openScene();

    await slack.press('opt_out_writer', 'R1');

    const found = await rules.optOuts.findOptOuts([WRITER], 'all');
    expect(found.get(WRITER)).toMatchObject({ scope: 'all', source: 'person', by: 'U1' });
    expect(slack.ephemeral.at(-1)?.text).toContain('•••• 0000 (Asha Rao) gets no more messages from here.');
  });

  it('“Open photo” names no address, whatever came of it', async () => {
    const media = { url: 'https://evil.example/photo', type: 'image/jpeg' };
    const { slack } = await openScene({ reply: { kind: 'image', text: undefined, media } });

    await slack.press('open_media', 'R1');

    expect(slack.ephemeral.at(-1)?.text).toContain('not where Kaleyra keeps files');
    expect(JSON.stringify([slack.ephemeral, slack.calls])).not.toContain('evil.example');
  });
});

describe('“Who answered”', () => {
  it('lists what each recipient said, and sends nothing to the channel', async () => {
    const { slack } = await openScene({ reply: { kind: 'button', text: 'Yes' } });

    await slack.press('who_answered', 'S1');

    expect(shownText(slack.view.blocks)).toContain('1 reply · Yes 1');
    expect(shownText(slack.view.blocks)).toMatch(/\+919870000000 \(Asha Rao\) {3}Yes/);
  });

  it('masks the numbers for everybody but the person who sent', async () => {
    const { slack } = await openScene({ reply: { kind: 'button', text: 'Yes' } });

    await slack.press('who_answered', 'S1', { userId: 'U2' });

    expect(shownText(slack.view.blocks)).toContain('•••• 0000 (Asha Rao)');
    expect(JSON.stringify(slack.view)).not.toContain('919870000000');
  });
});

import { describe, expect, it } from 'vitest';
import { CommitOutcomeUnknown } from '../../../src/flow/ports/store/accept-send.ts';
import type { RulesAnswer } from '../../../src/flow/rules/ask-rules.ts';
import { cardsOf, createRequestSend } from '../../../src/flow/send/request-send.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { requested } from '../../support/rules.ts';
import { phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const RULES = { policyHash: undefined, optOutScope: 'all', keepsQuietHours: false } as const;
const ALLOWED: RulesAnswer = { kind: 'allowed', rules: RULES, mayBreakGlass: false, sentences: [] };
const PEOPLE = ['+919876543210', '+393471234567', '+919876543211', '+919876543212'].map(phone);

interface Setting {
  readonly accept?: () => Promise<never>;
  readonly answer?: RulesAnswer;
  readonly mayExcept?: boolean;
  readonly people?: number;
}

/** A draft of U1 that is reviewed, and what its confirmation led to. */
async function openReviewed({ accept, answer = ALLOWED, mayExcept = true, people = 1 }: Setting = {}) {
  const opened = await openNew(createSqliteDatabase);
  const { order } = newSend('S1', { order: { recipients: PEOPLE.slice(0, people) } });
  await opened.drafts.save('d1', { order, responseUrl: undefined });
  const scrubber = createScrubber([]);
  const accepted: unknown[] = [];
  const log = memoryLog();
  let tokens = 0;
  const requestSend = createRequestSend({
    ledger: { ...opened.ledger, ...(accept && { accept }) },
    drafts: opened.drafts,
    askRules: async () => answer,
    mayExcept: async (actorId) => mayExcept && actorId === 'U1',
    recipientsPerRequest: 2,
    loadNumbering: async () => createNumbering(undefined),
    reportsExpected: true,
    auditChannel: undefined,
    newSendId: () => 'S1',
    newToken: () => {
      tokens += 1;
      return `token-${tokens}`;
    },
    onAccepted: (order) => accepted.push(order),
    concealment: scrubber,
    log,
  });
  const press = (exceptionReason?: string) => requestSend({ ...requested('d1', 'T1:V1', 'U1'), exceptionReason });
  const exceptions = async () => {
    const rows = await opened.database.run('select opt_out_exception from sends');
    return rows.map((row) => row['opt_out_exception']);
  };
  return { ...opened, accepted, exceptions, log, order, press, scrubber };
}

describe('a review that is confirmed', () => {
  it('is in the ledger, told to the workers, and its values are in no log from then on', async () => {
    const { accepted, log, order, press, scrubber } = await openReviewed();

    expect(await press()).toEqual({ kind: 'accepted', sendId: 'S1', isNew: true });

    expect(accepted).toEqual([order]);
    expect(log.lines).toEqual([
      { level: 'info', data: { sendId: 'S1', isNew: true, recipients: 1, actorId: 'U1' }, message: 'send accepted' },
    ]);
    expect(scrubber.scrubText('to Asha')).toBe('to ••••');
  });

  it('leaves in requests of one country each, so many recipients at most, each with a token', async () => {
    const { database, press } = await openReviewed({ people: 4 });
    await press();

    const rows = await database.run('select token, size, region from batches order by position');

    expect(rows).toMatchObject([
      { token: 'token-1', size: 2, region: 'IN' },
      { token: 'token-2', size: 1, region: 'IN' },
      { token: 'token-3', size: 1, region: 'IT' },
    ]);
  });

  it('writes nothing where the rules say no by now', async () => {
    const sentence = 'Rule 2 says no.';
    const { accepted, database, press } = await openReviewed({ answer: { kind: 'refused', why: 'rule', sentence } });

    expect(await press()).toMatchObject({ kind: 'refused', sentence });
    expect(accepted).toEqual([]);
    expect(await database.run('select id from sends')).toEqual([]);
  });
});

describe('a ledger that does not answer', () => {
  const uncertain = () => Promise.reject(new CommitOutcomeUnknown('broken off', { cause: undefined }));
  const away = () => Promise.reject(new Error('away'));
  /** The first answer to the first call, and the second one to the next. */
  const inTurn = (first: () => Promise<never>, second: () => Promise<never>) => {
    const answers = [first, second];
    return () => (answers.shift() ?? second)();
  };

  it.each<[string, Setting['accept'], string, string]>([
    ['refuses', away, 'not_saved', 'error send not saved'],
    ['may have saved it', uncertain, 'uncertain', 'error send not saved'],
    ['may have saved it and is away when it is asked', inTurn(uncertain, away), 'uncertain', 'error send not saved'],
    ['is silent', () => new Promise<never>(() => undefined), 'uncertain', 'warn the ledger is slow to save a send'],
  ])('is told, and no worker is woken, when it %s', async (_, accept, kind, line) => {
    const { accepted, log, press } = await openReviewed({ ...(accept && { accept }) });

    expect(await press()).toEqual({ kind });
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([line]);
    expect(accepted).toEqual([]);
  });
});

describe('an exception for one who said no', () => {
  it('stands with its reason in a send to one person, by one who may make it', async () => {
    const { exceptions, press } = await openReviewed();
    await press('They asked for it by phone');

    expect(await exceptions()).toEqual(['They asked for it by phone']);
  });

  it.each<[string, Setting, string | undefined]>([
    ['has no reason', {}, undefined],
    ['goes to several', { people: 2 }, 'a reason'],
    ['is made by one who may not', { mayExcept: false }, 'a reason'],
  ])('is none where it %s', async (_, setting, reason) => {
    const { exceptions, press } = await openReviewed(setting);
    await press(reason);

    expect(await exceptions()).toEqual([null]);
  });
});

describe('the cards of a send', () => {
  const reason = { breakGlass: { reason: 'an incident' } };
  const waits = {};

  it.each([
    [undefined, waits, ['channel C1']],
    ['C1', waits, ['channel C1']],
    ['C9', waits, ['channel C1', 'audit C9']],
    [undefined, reason, ['channel C1']],
    ['C1', reason, ['channel C1', 'break_glass_notice C1']],
    ['C9', reason, ['channel C1', 'audit C9', 'break_glass_notice C9']],
  ])('are in its channel and in the audit channel, which hears of a broken glass: %s %j', (audit, rules, cards) => {
    expect(cardsOf('C1', audit, rules).map(({ destination, role }) => `${role} ${destination}`)).toEqual(cards);
  });
});

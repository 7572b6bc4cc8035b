import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/core/template/template.ts';
import { createReviewList, type ListRows } from '../../../src/flow/list/review-list.ts';
import { createSaveGroup } from '../../../src/flow/list/save-group.ts';
import type { RequestCodec } from '../../../src/flow/ports/provider.ts';
import type { ListInput, ListReview } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import type { CheckRules } from '../../../src/flow/rules/check-rules.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { readSheet } from '../../../src/sheets/read-sheet.ts';
import { createListDrafts } from '../../../src/store/lists/list-drafts.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_CHECKS, NO_QUIET_HOURS } from '../../support/rules.ts';
import { savePlanOn } from '../../support/save-plan.ts';
import { BOOKING, phone } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const SENDER = phone('+919800000000');
const OTHER = phone('+919800000001');
const NAMES = 'phone;Guest;Booking number;View;;Agent';
const NOT_COMPARED: Template = { ...BOOKING, name: 'unlisted', textNote: { kind: 'only_in_file', why: 'no_text' } };
const TEMPLATES: readonly Template[] = [BOOKING, NOT_COMPARED, { ...BOOKING, name: 'paused', status: 'PAUSED' }];
const SAID = { approval: [], mayBreakGlass: false };

const INPUT: ListInput = {
  teamId: 'T1',
  actorId: 'U1',
  channelId: 'C1',
  responseUrl: undefined,
  template: BOOKING,
  sender: undefined,
  text: '',
  groupId: undefined,
  choices: {},
};

/** So many rows with words of their own, a column without anything, and an agent whom the template does not name. */
function rowsOf(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => `+91 98450 ${20_000 + 7 * at};G ${at};BK-${at};l-${at};;Ravi`);
  return [NAMES, ...rows].join('\n');
}

const fileOf = (text: string): ListRows => ({ kind: 'file', name: 'guests.csv', bytes: Buffer.from(text) });

interface Setting {
  readonly provider?: RequestCodec;
  readonly checkRules?: CheckRules;
  readonly isAway?: boolean;
  readonly reportsExpected?: boolean;
}

/** The way of a list from the form to its review, on a ledger of its own. */
async function openLists({
  provider = createEncoding(undefined),
  checkRules = NO_CHECKS,
  isAway,
  reportsExpected = true,
}: Setting = {}) {
  const opened = await openNew(createSqliteDatabase);
  const { lists } = opened;
  const log = memoryLog();
  const discarded: string[] = [];
  let ids = 0;
  let groups = 0;
  const savePlan = savePlanOn(lists.plans, { isAway, nextId: () => ++ids });
  const reviewList = createReviewList({
    readSheet,
    maxRows: 200,
    catalogue: { find: (name) => TEMPLATES.find((one) => one.name === name) },
    loadNumbering: async () => createNumbering(undefined).read,
    provider,
    drafts: createListDrafts(opened.cache('lists')),
    groups: lists.groups,
    savePlan,
    checkRules,
    plans: { discard: async (planId) => void discarded.push(planId) },
    findOptedOut: async () => ({ numbers: [], mayBeExcepted: false }),
    findOutsideTeam: async () => [],
    findQuietWaits: NO_QUIET_HOURS,
    mode: 'live',
    senders: [SENDER, OTHER],
    messagesPerSecond: 4,
    reportsExpected,
    newDraftId: () => `D${++ids}`,
    log,
  });
  async function reviewed(text: string, change: Partial<ListInput> = {}): Promise<ListReview> {
    const outcome = await reviewList.begin({ ...INPUT, ...change }, fileOf(text));
    if (outcome.kind !== 'review') throw new Error(`no review: ${JSON.stringify(outcome)}`);
    return outcome.review;
  }
  const saveGroup = createSaveGroup({ reviewList, groups: lists.groups, newGroupId: () => `G${++groups}`, log });
  return { ...opened, discarded, log, reviewList, reviewed, saveGroup };
}

describe('the review of a list', () => {
  it('shows what was read and what will leave', async () => {
    const { reviewed } = await openLists();

    const review = await reviewed(`${rowsOf(3)}\nno number;X;BK-9;l-9;;Ravi`);

    expect(review).toMatchObject({
      actorId: 'U1',
      channelId: 'C1',
      source: 'guests.csv',
      sender: SENDER,
      counts: { rows: 4, messages: 3, doubled: 0, leftOut: 1 },
      countries: [{ country: 'India', messages: 3 }],
      seconds: 3 / 4,
      trialRows: 0,
      isRest: false,
      sameLists: [],
      repeatedPeople: 0,
      said: SAID,
    });
    expect(review.planId).toMatch(/^L/);
    expect(review.unused.map(({ name }) => name)).toEqual(['Agent']);
    expect(review.readAs).toMatch(/semicolon/);
    expect(review.problems).toMatchObject({ count: 1, mayBeSeveral: false, mayRise: false });
    expect(review.problems.lines).toEqual([expect.stringMatching(/^Row 5, column A \(phone\): /)]);
  });

  it('shows the first, the longest and the shortest message, each once, as its request says it', async () => {
    const { reviewed } = await openLists();
    const rows = ['+91 98450 20000;Asha;BK-1;l;', '+91 98450 20007;A;B;l;', '+91 98450 20014;Asha Rao;BK-100;l;'];

    const { samples } = await reviewed([NAMES, ...rows].join('\n'));
    const one = await reviewed([NAMES, rows[0]].join('\n'));

    expect(samples.map(({ row, which, message }) => [which, row, message.parameters])).toEqual([
      ['the first', 2, ['Asha', 'BK-1']],
      ['the longest', 4, ['Asha Rao', 'BK-100']],
      ['the shortest', 3, ['A', 'B']],
    ]);
    expect(one.samples.map(({ which }) => which)).toEqual(['the first']);
  });

  it('asks whether numbers that rise by one are right, also once a person has said so', async () => {
    const { reviewed } = await openLists();
    const rows = Array.from({ length: 6 }, (_, at) => `+91 98450 2000${at};G ${at};BK-${at};l-${at};`);
    const rising = [NAMES, ...rows].join('\n');

    const asked = await reviewed(rising);
    const answered = await reviewed(rising, { choices: { risingIsRight: true } });

    expect([asked, answered].map(({ counts, problems }) => [counts.messages, problems.mayRise])).toEqual([
      [0, true],
      [6, true],
    ]);
  });

  it('notes first what is shown, then how numbers were read, then what will not be seen', async () => {
    const { reviewed } = await openLists({ reportsExpected: false });
    const template = NOT_COMPARED;

    const { notes } = await reviewed([NAMES, '919845020000;Asha;BK-1;l;'].join('\n'), { template });
    const empty = await reviewed([NAMES, 'no number;Asha;BK-1;l;'].join('\n'), { template });

    expect(notes).toEqual([
      expect.stringContaining('this is the text from the file, not compared'),
      expect.stringMatching(/^Row 2: No \+ was typed\. .*India/),
      expect.stringContaining('Nobody in Slack sees who taps “Stop”'),
      expect.stringContaining('You will not see whether it was delivered'),
    ]);
    expect(empty.notes).toEqual([]);
  });

  it.each([
    [99, 0],
    [100, 3],
  ])('offers to let the first rows leave alone from a hundred on: %i', async (rows, trialRows) => {
    const { reviewed } = await openLists();

    expect((await reviewed(rowsOf(rows))).trialRows).toBe(trialRows);
  });

  it('leaves out the rows that no request can carry, and names them among the problems in their order', async () => {
    const encoding = createEncoding(undefined);
    const encode: RequestCodec['encode'] = (outgoing, callback) =>
      outgoing.message.kind === 'rich' && ['G 1', 'G 3'].includes(outgoing.message.parameters[0] ?? '')
        ? { ok: false, failure: [{ field: 'param_1', sentence: 'It cannot be sent.' }] }
        : encoding.encode(outgoing, callback);
    const { database, reviewList, reviewed } = await openLists({ provider: { ...encoding, encode } });
    const lines = rowsOf(5).split('\n').with(3, 'no number;X;BK-9;l-9;;Ravi');

    const review = await reviewed([...lines, '+39 347 123 4567;Ugo;BK-7;l-7;'].join('\n'));

    expect(review.counts).toEqual({ rows: 6, messages: 3, doubled: 0, leftOut: 3 });
    expect(review.problems.lines.map((line) => line.slice(0, 24))).toEqual([
      'Row 3, column B (Guest):',
      'Row 4, column A (phone):',
      'Row 5, column B (Guest):',
    ]);
    expect(review.countries).toEqual([
      { country: 'India', messages: 2 },
      { country: 'Italy', messages: 1 },
    ]);
    expect((await reviewList.planAgain(review.draftId, 'U1'))?.plan.leftOut).toEqual([3, 4, 5]);
    expect(review.samples.map(({ row }) => row)).not.toContain(3);
    expect(await database.run('select count(*) as n from deliveries')).toEqual([{ n: 3 }]);
  });

  it('has no plan and asks no rules where no row can be sent', async () => {
    const { database, reviewed } = await openLists();

    const review = await reviewed(`${NAMES}\nno number;X;BK-9;l-9;;Ravi`);

    expect(review).toMatchObject({ planId: '', digest: '', counts: { messages: 0 } });
    expect('said' in review).toBe(false);
    expect(await database.run('select id from sends')).toEqual([]);
  });

  it.each<[string, Partial<Awaited<ReturnType<CheckRules>>>, object]>([
    ['allows it', { kind: 'allowed', said: SAID }, { said: SAID }],
    ['refuses it', { kind: 'refused', sentence: 'No.' }, { obstacle: 'No.' }],
    ['has no room for it', { kind: 'over_quota', sentence: 'No.', said: SAID }, { obstacle: 'No.', said: SAID }],
  ])('says what the policy says where it %s, of all of its people', async (_, checked, expected) => {
    const asked: unknown[] = [];
    const checkRules: CheckRules = async (send) => {
      asked.push([send.recipients.length, send.what, send.template]);
      return checked as Awaited<ReturnType<CheckRules>>;
    };
    const { reviewed } = await openLists({ checkRules });

    const { obstacle, said } = await reviewed(rowsOf(3));

    expect({ obstacle, said }).toEqual({ obstacle: undefined, said: undefined, ...expected });
    expect(asked).toEqual([[3, 'this list has 3', { name: 'booking_confirm', category: 'UTILITY' }]]);
  });
});

describe('where the rows of a list come from', () => {
  it('may be pasted rows', async () => {
    const { reviewList } = await openLists();

    const outcome = await reviewList.begin({ ...INPUT, text: rowsOf(2) }, { kind: 'text' });

    expect(outcome).toMatchObject({ kind: 'review', review: { source: 'Pasted rows', counts: { messages: 2 } } });
  });

  it('may be a group that was saved from a list, without the rows that were left out', async () => {
    const { reviewList, reviewed, saveGroup } = await openLists();
    const { draftId } = await reviewed(`${rowsOf(3)}\nno number;X;BK-9;l-9;;Ravi`);
    const group = { draftId, teamId: 'T1', ownerId: 'U1', name: 'Guests' };

    const saved = [
      await saveGroup({ ...group, draftId: 'D99' }),
      await saveGroup({ ...group, ownerId: 'U2' }),
      await saveGroup(group),
    ];
    const own = await reviewed(rowsOf(2), { actorId: 'U2' });
    const taken = await saveGroup({ ...group, ownerId: 'U2', draftId: own.draftId });
    const outcome = await reviewList.begin({ ...INPUT, groupId: 'G1' }, { kind: 'group' });

    expect([...saved, taken]).toEqual(['lost', 'lost', 'saved', 'taken']);
    expect(outcome).toMatchObject({
      kind: 'review',
      review: { source: 'Guests', readAs: undefined, counts: { rows: 3, messages: 3 } },
    });
  });

  it('is lost as a group when the ledger is away, and the log says why', async () => {
    const { log, reviewList, reviewed } = await openLists();
    const { draftId } = await reviewed(rowsOf(1));
    const groups = { saveGroup: () => Promise.reject(new Error('away')) };
    const saveGroup = createSaveGroup({ reviewList, groups, newGroupId: () => 'G1', log });

    expect(await saveGroup({ draftId, teamId: 'T1', ownerId: 'U1', name: 'Guests' })).toBe('lost');
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toContain('error group not saved');
  });

  it.each<[string, Partial<ListInput>, ListRows, object]>([
    ['a group that is gone', { groupId: 'G9' }, { kind: 'group' }, { field: 'list_group' }],
    ['no group', {}, { kind: 'group' }, { field: 'list_group' }],
    ['a file that is empty', {}, fileOf(''), { field: 'list_file' }],
    ['a file with too many rows', {}, fileOf(rowsOf(201)), { field: 'list_file' }],
    ['a text that is empty', { text: ' ' }, { kind: 'text' }, { field: 'list_text' }],
    [
      'a template that is gone',
      { template: { name: 'gone', language: 'en' } },
      fileOf(rowsOf(1)),
      { field: 'template' },
    ],
    ['a sender that is gone', { sender: '+919811111111' }, fileOf(rowsOf(1)), { field: 'sender' }],
  ])('is told at its own input when it is of no use: %s', async (_, change, rows, problem) => {
    const { reviewList } = await openLists();

    expect(await reviewList.begin({ ...INPUT, ...change }, rows)).toMatchObject({ kind: 'problem', problem });
  });
});

describe('the form for a list', () => {
  const REFUSED: CheckRules = async () => ({ kind: 'refused', sentence: 'Rule 2 says no.' }) as never;

  it.each<[string, Partial<ListInput>, CheckRules, object | undefined]>([
    ['all is well', {}, NO_CHECKS, undefined],
    ['with the sender that was chosen', { sender: OTHER }, NO_CHECKS, undefined],
    ['a rule says no', {}, REFUSED, { field: 'template', sentence: 'Rule 2 says no.' }],
    [
      'a template that is gone',
      { template: { name: 'gone', language: 'en' } },
      NO_CHECKS,
      { field: 'template', sentence: 'gone is not in the list of templates. Choose another one.' },
    ],
    [
      'a template that is paused',
      { template: { name: 'paused', language: 'en' } },
      NO_CHECKS,
      { field: 'template', sentence: expect.stringMatching(/paused/) },
    ],
    [
      'a sender that is no number',
      { sender: 'x' },
      NO_CHECKS,
      { field: 'sender', sentence: 'This sender is not set up any more. Choose another one.' },
    ],
  ])('says at once what keeps it from being sent: %s', async (_, change, checkRules, problem) => {
    const { reviewList } = await openLists({ checkRules });

    expect(await reviewList.check({ ...INPUT, ...change })).toEqual(problem);
  });

  it('keeps what is filled in before there are rows, for its own person', async () => {
    const { reviewList } = await openLists();

    const draftId = await reviewList.keep(INPUT);

    expect(await reviewList.loadInput(draftId, 'U1')).toMatchObject({ actorId: 'U1', channelId: 'C1' });
    expect(await reviewList.loadInput(draftId, 'U2')).toBeUndefined();
  });
});

describe('a list of which something is open', () => {
  it('asks for it, keeps every answer, and gives the plan before up', async () => {
    const { discarded, reviewList } = await openLists();
    const began = await reviewList.begin(INPUT, fileOf('phone;Name;Nr\n+91 98450 20000;Asha;BK-1'));
    if (began.kind !== 'open') throw new Error(`nothing is open: ${began.kind}`);
    const { draftId } = began;
    const names = { param_1: 'B', param_2: 'C' };

    const first = await reviewList.answer(draftId, 'U1', { columns: { param_1: 'B' } });
    const second = await reviewList.answer(draftId, 'U1', { columns: { param_2: 'C' } });
    await reviewList.answer(draftId, 'U1', { severalPerPerson: true });
    const third = await reviewList.answer(draftId, 'U1', { values: { param_url: 'abc' } }, 'L0');
    const stranger = await reviewList.answer(draftId, 'U2', {}, 'L1');

    expect([first.kind, second.kind, stranger]).toEqual(['open', 'open', { kind: 'lost' }]);
    expect(third).toMatchObject({
      kind: 'review',
      review: {
        draftId,
        choices: { columns: names, severalPerPerson: true, values: { param_url: 'abc' } },
        counts: { messages: 1 },
        problems: { mayBeSeveral: true },
      },
    });
    expect(discarded).toEqual(['L0']);
  });

  it('is shown again to its own person alone, and so is what is wrong with its rows', async () => {
    const { reviewList, reviewed } = await openLists();
    const review = await reviewed(`${rowsOf(1)}\nno number;X;BK-9;l-9;;Ravi`);
    const { draftId } = review;

    expect((await reviewList.load(draftId, 'U1'))?.planId).toBe(review.planId);
    expect(await reviewList.problemsOf(draftId, 'U1')).toMatch(/no number/);
    expect((await reviewList.planAgain(draftId, 'U1'))?.plan.counts).toEqual(review.counts);
    for (const [draft, person] of [
      [draftId, 'U2'],
      ['D99', 'U1'],
    ] as const) {
      expect(await reviewList.load(draft, person)).toBeUndefined();
      expect(await reviewList.problemsOf(draft, person)).toBeUndefined();
      expect(await reviewList.planAgain(draft, person)).toBeUndefined();
    }
  });

  it.each([true, false])(
    'says that it could not be saved, and the log why, when the ledger is away: %s',
    async (isAway) => {
      const { log, reviewList } = await openLists({
        isAway,
        checkRules: () => (isAway ? NO_CHECKS({} as never) : Promise.reject(new Error('away'))),
      });

      expect(await reviewList.begin(INPUT, fileOf(rowsOf(1)))).toEqual({ kind: 'not_saved' });
      expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual(
        isAway ? [] : ['error list not read'],
      );
    },
  );
});

import { describe, expect, it } from 'vitest';
import type { ConfirmList } from '../../../src/flow/list/confirm-list.ts';
import type { ListRows } from '../../../src/flow/list/review-list.ts';
import type { ListInput, ListReview } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import type { ListNeeds } from '../../../src/slack/lists/list-needs.ts';
import { LIST_REVIEW } from '../../support/list-review.ts';
import { NO_LISTS } from '../../support/lists.ts';
import { BOOKING as GUESTS } from '../../support/sends.ts';
import { openColumns, sheetOf } from '../../support/sheets.ts';
import { startSlack, textsIn } from '../../support/slack.ts';
import { BOOKING, slackNeeds } from '../../support/slack-needs.ts';

const ROWS = 'phone,guest\n+91 98765 43210,Asha';
const PROBLEMS = 'list_problems:P1';
const CLEAR = [{ response_action: 'clear' }];
/** Nothing is wrong with any row, and nothing is to be answered. */
const CLEAN: ListReview = {
  ...LIST_REVIEW,
  counts: { rows: 500, messages: 500, doubled: 0, leftOut: 0 },
  problems: { lines: [], count: 0, mayBeSeveral: false, mayRise: false },
  sameLists: [],
};

type Confirmed = Awaited<ReturnType<ConfirmList>>;

interface Setting {
  readonly confirmed?: Confirmed;
  readonly reviewList?: Partial<ListNeeds['reviewList']>;
  readonly saved?: Awaited<ReturnType<ListNeeds['saveGroup']>>;
}

/** Slack before lists that read as this review, and what they were asked for. */
async function opened(review: ListReview, { confirmed, reviewList, saved = 'saved' }: Setting = {}) {
  const begun: (readonly [ListInput, ListRows])[] = [];
  const confirmations: Parameters<ConfirmList>[0][] = [];
  const answers: unknown[] = [];
  const groups: unknown[] = [];
  const { needs } = slackNeeds({
    needs: {
      lists: {
        ...NO_LISTS,
        reviewList: {
          ...NO_LISTS.reviewList,
          async begin(input, rows) {
            begun.push([input, rows]);
            return { kind: 'review', review };
          },
          async answer(...asked) {
            answers.push(asked);
            return { kind: 'review', review };
          },
          load: async (draftId, personId) => (draftId === 'D1' && personId === 'U1' ? review : undefined),
          ...reviewList,
        },
        async confirmList(confirmation) {
          confirmations.push(confirmation);
          return confirmed ?? { kind: 'accepted', sendId: 'S1', isNew: true };
        },
        async saveGroup(group) {
          groups.push(group);
          return saved;
        },
      },
    },
  });
  const slack = await startSlack(needs);
  await slack.command('/whatsapp-send list');
  return { answers, begun, confirmations, groups, slack };
}

/** The same with the review on top. */
async function reviewed(...args: Parameters<typeof opened>) {
  const scene = await opened(...args);
  await scene.slack.submit({ template: 'booking_confirm:en', list_text: ROWS });
  return scene;
}

describe('a list that was handed in', () => {
  it('is read with what was filled in, and its review follows', async () => {
    const { begun, slack } = await reviewed(CLEAN);

    expect(begun).toEqual([
      [
        {
          teamId: 'T1',
          actorId: 'U1',
          channelId: 'C1',
          responseUrl: 'https://hooks.slack.test/commands/1',
          template: { name: BOOKING.name, language: BOOKING.language },
          sender: undefined,
          text: ROWS,
          groupId: undefined,
          choices: {},
        },
        { kind: 'text' },
      ],
    ]);
    expect(slack.view.callback_id).toBe('whatsapp_send_list_review');
  });

  it('goes to a channel that was chosen where Slack proves the choice', async () => {
    const { begun, slack } = await opened(CLEAN);
    const response_url = 'https://hooks.slack.test/2';
    const proof = { block_id: 'channel', action_id: 'channel', channel_id: 'C2', response_url };

    await slack.submit({ template: 'booking_confirm:en', list_text: ROWS, channel: 'C2' }, { response_urls: [proof] });

    expect(begun[0]?.[0]).toMatchObject({ channelId: 'C2', responseUrl: response_url });
  });

  it.each(['CSECRET01', 'D0000001', 'UBOSS0001', '#general', '@boss', '<!channel>', ''])(
    'is not read for %s, where Slack does not prove the choice',
    async (channel) => {
      const { begun, slack } = await opened(CLEAN);

      const answers = await slack.submit({ template: 'booking_confirm:en', list_text: ROWS, channel });

      expect(answers).toEqual([
        { response_action: 'errors', errors: { channel: expect.stringContaining('Slack did not confirm') } },
      ]);
      expect(begun).toEqual([]);
    },
  );

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['no template', { list_text: ROWS }, { template: 'Choose a template: it decides which columns are needed.' }],
    [
      'a template by its name',
      { list_text: ROWS, template: '=other' },
      { template: 'A list needs a template of the list, because its values have to be known. Choose one.' },
    ],
    ['no rows', { template: 'booking_confirm:en' }, { list_text: 'Choose a file, paste rows, or choose a group.' }],
  ])('is not read with %s', async (_, typed, errors) => {
    const { begun, slack } = await opened(CLEAN);

    expect(await slack.submit(typed)).toEqual([{ response_action: 'errors', errors }]);
    expect(begun).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'both a column and a value',
      { 'list_column:param_2': 'D', param_2: 'BK-1' },
      'You chose a column and filled in a value for everybody. Choose “None”, or empty the value.',
    ],
    ['neither', { 'list_column:param_2': '-' }, 'Choose a column, or fill in one value for everybody.'],
  ])('is not read on where a field has %s', async (_, typed, error) => {
    const sheet = 'phone,guest,link,ref\n+91 98765 43210,Asha,abc,BK-77\n';
    const { answers, slack } = await reviewed(CLEAN, {
      reviewList: {
        begin: async (input) => ({
          kind: 'open',
          draftId: 'D1',
          draft: { input, source: 'guests.csv', sheet: sheetOf(sheet) },
          open: openColumns(sheet, GUESTS),
        }),
      },
    });

    expect(await slack.submit(typed)).toEqual([
      { response_action: 'errors', errors: { 'list_column:param_2': error } },
    ]);
    expect(answers).toEqual([]);
  });
});

describe('the review of a list', () => {
  it('is sent as it was shown where nothing is wrong, for now', async () => {
    const { confirmations, groups, slack } = await reviewed(CLEAN);

    expect(await slack.submit()).toEqual(CLEAR);
    expect(confirmations).toEqual([
      {
        planId: 'P1',
        digest: 'x',
        channelId: 'C1',
        responseUrl: undefined,
        actorId: 'U1',
        dedupeKey: JSON.stringify(['T1', 'V1', 'P1']),
        dueAt: undefined,
        // Ticked until somebody unticks it.
        trial: true,
        seenUntil: undefined,
        template: { name: 'booking_confirm', category: BOOKING.category },
        recipients: 500,
        asked: { isApprovalShown: false, breakGlassReason: undefined },
      },
    ]);
    expect(groups).toEqual([]);
  });

  it('is sent with what was chosen', async () => {
    const sendAt = Math.floor(Date.now() / 1_000) + 86_400;
    const { confirmations, slack } = await reviewed({
      ...CLEAN,
      sameLists: [{ actorId: 'U2', at: 1_700_000_000_000 }],
    });

    await slack.submit({
      send_at: String(sendAt),
      first_rows: 'trial',
      [seenBox(slack.view.blocks)]: '1700000000000',
    });

    expect(confirmations).toMatchObject([
      { dueAt: new Date(sendAt * 1_000), trial: true, seenUntil: new Date(1_700_000_000_000) },
    ]);
  });

  it('starts with no first rows where none are offered any more', async () => {
    let trialRows = 3;
    const { confirmations, slack } = await reviewed(CLEAN, {
      reviewList: { load: async () => ({ ...CLEAN, trialRows }) },
    });
    trialRows = 0;

    await slack.submit({ first_rows: 'trial' });

    expect(confirmations).toMatchObject([{ trial: false }]);
  });

  it('asks what happens to the rows that cannot be sent, and sends nothing before', async () => {
    const problems = { ...LIST_REVIEW.problems, mayBeSeveral: false, mayRise: false };
    const { confirmations, slack } = await reviewed({ ...LIST_REVIEW, problems });

    expect(await slack.submit()).toEqual([
      { response_action: 'errors', errors: { [PROBLEMS]: 'Choose what happens to the rows that cannot be sent.' } },
    ]);
    expect(confirmations).toEqual([]);

    expect(await slack.submit({ list_problems: 'leave_out' })).toEqual(CLEAR);
    expect(confirmations).toMatchObject([{ recipients: 493 }]);
  });

  it('asks once where a single row cannot be sent, and sends a single one that can', async () => {
    const problems = { lines: ['Row 2: it is empty.'], count: 1, mayBeSeveral: false, mayRise: false };
    const counts = { rows: 2, messages: 1, doubled: 0, leftOut: 1 };
    const { confirmations, slack } = await reviewed({ ...CLEAN, counts, problems });

    expect(await slack.submit()).toMatchObject([{ response_action: 'errors' }]);
    expect(await slack.submit({ list_problems: 'leave_out' })).toEqual(CLEAR);
    expect(confirmations).toMatchObject([{ recipients: 1 }]);
  });

  it('sends nothing where no row can be sent and nothing was answered', async () => {
    const counts = { rows: 7, messages: 0, doubled: 0, leftOut: 7 };
    const { confirmations, slack } = await reviewed({ ...LIST_REVIEW, counts });

    expect(await slack.submit()).toEqual([
      {
        response_action: 'errors',
        errors: { list_answers: 'No row can be sent as it is. Tick what is meant so, or change the rows.' },
      },
    ]);
    expect(confirmations).toEqual([]);
  });

  it.each([
    ['5 minutes', 300, 'clear'],
    ['little less than 5 minutes', 245, 'clear'],
    ['less than 4 minutes', 235, 'errors'],
    ['30 days', 30 * 86_400 - 5, 'clear'],
    ['more than 30 days', 30 * 86_400 + 5, 'errors'],
  ])('may leave %s ahead, or is asked for another time', async (_, seconds, action) => {
    const { confirmations, slack } = await reviewed(CLEAN);

    const answers = await slack.submit({ send_at: String(Math.floor(Date.now() / 1_000) + seconds) });

    expect(answers).toMatchObject([{ response_action: action }]);
    expect(confirmations).toHaveLength(action === 'clear' ? 1 : 0);
    if (action === 'errors')
      expect(answers).toMatchObject([{ errors: { send_at: expect.stringContaining('from 5 minutes to 30 days') } }]);
  });

  it.each([
    ['several_per_person', { severalPerPerson: true, risingIsRight: false }],
    ['rising_is_right', { severalPerPerson: false, risingIsRight: true }],
  ])('is read again when %s was ticked, and nothing is sent', async (ticked, choices) => {
    const { answers, confirmations, slack } = await reviewed(LIST_REVIEW);

    await slack.submit({ list_answers: ticked, list_problems: 'leave_out' });

    expect(answers).toEqual([['D1', 'U1', choices, 'P1']]);
    expect(confirmations).toEqual([]);
    expect(slack.view.callback_id).toBe('whatsapp_send_list_review');
  });

  it('is sent where what is ticked was answered already', async () => {
    const choices = { severalPerPerson: true, risingIsRight: false };
    const { answers, confirmations, slack } = await reviewed({ ...LIST_REVIEW, choices });

    await slack.submit({ list_answers: 'several_per_person', list_problems: 'leave_out' });

    expect([answers, confirmations.length]).toEqual([[], 1]);
  });

  it('gives the form back as it was filled in where the rows are to be changed', async () => {
    const begun: ListInput[] = [];
    const { confirmations, slack } = await reviewed(LIST_REVIEW, {
      reviewList: {
        async begin(input) {
          begun.push(input);
          return { kind: 'review', review: LIST_REVIEW };
        },
        loadInput: async (draftId) => (draftId === 'D1' ? begun[0] : undefined),
      },
    });

    await slack.submit({ list_problems: 'change' });

    expect(slack.view.callback_id).toBe('whatsapp_send_list');
    expect(JSON.stringify(slack.view.blocks)).toContain('98765 43210');
    expect(confirmations).toEqual([]);
  });

  it('is lost where the rows that are to be changed are no longer kept', async () => {
    const { slack } = await reviewed(LIST_REVIEW);

    await slack.submit({ list_problems: 'change' });

    expect(textsIn(slack.view.blocks)).toContain('Nothing was sent: this list is no longer kept.');
  });

  it.each<[string, ListNeeds['reviewList']['load'], string[]]>([
    ['is no longer kept', async () => undefined, []],
    ['was read again elsewhere', async () => ({ ...CLEAN, planId: 'P2' }), []],
    ['cannot be read just now', () => Promise.reject(new Error('away')), ['review of a list not loaded']],
  ])('sends nothing where it %s', async (_, load, logged) => {
    const { confirmations, slack } = await reviewed(CLEAN, { reviewList: { load } });

    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain('Nothing was sent: this list is no longer kept.');
    expect(confirmations).toEqual([]);
    expect(slack.log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(logged);
  });

  const said = { approval: ['carla has to approve this.'], mayBreakGlass: false };
  it.each<[string, Confirmed, string]>([
    [
      'was sent meanwhile',
      { kind: 'repeated', sameLists: [{ sendId: 'S0', actorId: 'U2', at: new Date(1_700_000_000_000) }] as never },
      'this list was sent before. Look below before you send it a second time.',
    ],
    ['is refused', { kind: 'refused', sentence: 'policy.yml, rule 1, says no.' }, 'policy.yml, rule 1, says no.'],
    ['passes a quota', { kind: 'over_quota', sentence: 'Too many today.' }, 'Too many today.'],
    ['has to be approved now', { kind: 'rules_changed', said }, 'carla has to approve this.'],
    ['is lost', { kind: 'plan_lost' }, 'Nothing was sent: this list is no longer kept.'],
    ['cannot be saved', { kind: 'not_saved' }, 'Nothing was sent, because it could not be recorded just now.'],
    ['may be saved', { kind: 'uncertain' }, 'It is not certain that this was recorded'],
  ])('says so when it %s, and saves no group', async (_, confirmed, words) => {
    const { groups, slack } = await reviewed(CLEAN, { confirmed });

    const answers = await slack.submit({ group_name: 'Guests of May' });

    expect(answers).toMatchObject([{ response_action: 'update' }]);
    expect(JSON.stringify(slack.view.blocks)).toContain(words);
    // Where it may be pressed again, what was chosen stays.
    expect(JSON.stringify(slack.view.blocks).includes('Guests of May')).toBe(slack.view.submit !== undefined);
    expect(groups).toEqual([]);
  });

  it.each([
    ['saved', []],
    ['taken', ['The group was not saved: a colleague has a group of this name. Give it another name next time.']],
    ['lost', ['The group was not saved: the list is no longer kept, or could not be read just now.']],
  ] as const)('saves its people as a group after it was sent, and tells when it is not: %s', async (saved, told) => {
    const { groups, slack } = await reviewed(CLEAN, { saved });

    await slack.submit({ group_name: ' Guests of May ' });

    expect(groups).toEqual([{ draftId: 'D1', teamId: 'T1', ownerId: 'U1', name: 'Guests of May' }]);
    const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage').map(({ fields }) => fields);
    expect(posts.map(({ text }) => text)).toEqual(told);
    expect(posts.every(({ channel }) => channel === 'U1')).toBe(true);
  });
});

function seenBox(blocks: Parameters<typeof textsIn>[0]): string {
  return /"action_id":"([^"]*repeat[^"]*)"/.exec(JSON.stringify(blocks))?.[1] ?? '';
}

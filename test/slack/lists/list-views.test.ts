import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListChoices, OpenColumns } from '../../../src/core/list/list-plan.ts';
import { matchColumns } from '../../../src/core/list/match-columns.ts';
import type { FieldValues } from '../../../src/core/template/fields/field.ts';
import { MAX_FIELDS } from '../../../src/core/template/fields/fields.ts';
import type { ListReview } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import { plainWords } from '../../../src/slack/blocks/view-inputs.ts';
import { dependsOnTemplate } from '../../../src/slack/compose/template/template-inputs.ts';
import { listForm, listQuestions } from '../../../src/slack/lists/list-form.ts';
import { listReviewView } from '../../../src/slack/lists/list-review-view.ts';
import { readListForm } from '../../../src/slack/lists/read-list-form.ts';
import { readListReview } from '../../../src/slack/lists/read-list-review.ts';
import { NOTHING_CHOSEN } from '../../../src/slack/lists/review-inputs.ts';
import { LIST_REVIEW as REVIEW } from '../../support/list-review.ts';
import { BOOKING_MESSAGE, BOOKING as GUESTS } from '../../support/sends.ts';
import { openColumns, readNumber, sheetOf, templateOf } from '../../support/sheets.ts';
import { accepted, inputFor, stateOf, textsIn } from '../../support/slack.ts';
import { BOOKING, OTHER_SENDER, SENDER } from '../../support/slack-needs.ts';

const METADATA = { channelId: 'C1', responseUrl: 'https://hooks.slack.test/1' };
const GROUP = {
  id: 'G1',
  teamId: 'T1',
  name: 'May guests',
  ownerId: 'U1',
  columns: ['phone'],
  rowCount: 2,
  createdAt: new Date(0),
  expiresAt: new Date(1),
};
const SETTING = { senders: [SENDER], mode: 'live' as const, takesFiles: true, groups: [GROUP] };

describe('the form for a list', () => {
  it('gives back every text that was typed, whatever it is', () => {
    const typed = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 500 }),
      groupId: fc.constantFrom('G1', undefined),
      isTemplate: fc.boolean(),
    });
    fc.assert(
      fc.property(typed, ({ groupId, isTemplate, text }) => {
        const view = listForm(
          {
            text,
            groupId,
            template: isTemplate ? BOOKING : undefined,
            sender: undefined,
            channelId: 'C1',
            metadata: METADATA,
            banner: undefined,
          },
          SETTING,
        );

        const read = readListForm({ private_metadata: view.private_metadata ?? '', state: stateOf(view) as never });

        expect(read).toMatchObject({ text, groupId, channelId: 'C1', metadata: METADATA, isForm: true });
        expect(read.template).toBe(isTemplate ? 'booking_confirm:en' : undefined);
      }),
    );
  });

  it('works without the right to read files, and says what is missing', () => {
    const state = {
      template: undefined,
      text: '',
      groupId: undefined,
      sender: undefined,
      channelId: 'C1',
      metadata: METADATA,
      banner: undefined,
    };

    const view = accepted(listForm(state, { ...SETTING, takesFiles: false }));

    expect(textsIn(view.blocks)).toContain('needs the permission files:read');
    expect(JSON.stringify(view.blocks)).not.toContain('file_input');
  });
});

describe('the questions about a list', () => {
  const open = openColumns('phone,guest,bokking number,link\n+91 98765 43210,Asha,BK-77,abc\n', GUESTS);
  const asks = (values: FieldValues = {}) =>
    accepted(listQuestions({ source: 'guests.csv', rows: 1, readAs: undefined, open, values, metadata: METADATA }));
  const readOf = (view: ModalView) =>
    readListForm({ private_metadata: view.private_metadata ?? '', state: stateOf(view) as never });

  it('offer the column whose name is nearly the one of a value', () => {
    const view = asks();

    expect(textsIn(view.blocks)).toContain('Did you mean column C (bokking number)?');
    expect(readOf(view).columns).toEqual(new Map([['param_2', 'C']]));
    expect(readOf(view).values).toEqual({});
  });

  it('propose no column where a value was typed before', () => {
    const view = asks({ param_2: 'BK-1' });

    expect(readOf(view).columns).toEqual(new Map([['param_2', undefined]]));
    expect(readOf(view).values).toEqual({ param_2: 'BK-1' });
  });
});

describe('the questions about a list with many values', () => {
  it('are asked one view after the other until all are answered, and Slack takes each view', () => {
    const setting = fc.record({
      fields: fc.integer({ min: 1, max: MAX_FIELDS }),
      others: fc.integer({ max: 9, min: 0 }),
    });
    fc.assert(
      fc.property(setting, fc.boolean(), fc.constantFrom('phone', 'whom'), ({ fields, others }, isBroken, phone) => {
        const template = templateOf(...Array.from({ length: fields }, (_, at) => `value_${at}`));
        const names = [phone, ...Array.from({ length: others }, (_, at) => `other ${at}`)];
        const sheet = sheetOf(`${names.join(',')}\n${['+91 98765 43210', ...names.slice(1)].join(',')}\n`);
        const match = (choices: ListChoices) => matchColumns(sheet, template, choices, readNumber);
        // A value that cannot be sent is asked for once more.
        let [columns, values] = [match({}), {}];
        for (let view = 1; !columns.ok && view < 9; view += 1) {
          const answers = dependentIds(questionsOf(columns.failure, values)).map((id) => [
            id,
            isBroken && view === 1 ? 'a\tb' : 'fine',
          ]);
          values = { ...values, ...Object.fromEntries(answers) };
          columns = match({ phoneColumn: 'A', values });
        }

        expect(columns.ok).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

function questionsOf(open: OpenColumns, values: FieldValues): ModalView {
  const about = { source: 'guests.csv', rows: 1, readAs: 'Read as UTF-8', banner: 'Answer these' };
  return accepted(listQuestions({ ...about, open, values, metadata: METADATA }));
}

/** The fields that a view asks the values of. */
function dependentIds(view: ModalView): readonly string[] {
  const inputs = Object.values(stateOf(view).values).flatMap((input) => Object.keys(input));
  return inputs.filter(dependsOnTemplate);
}

describe('the review of a list', () => {
  it('names the number that it is sent from, by the name that the team knows it by', () => {
    const from = (sender: ListReview['sender']) =>
      textsIn(listReviewView({ ...REVIEW, sender }, { metadata: METADATA, senders: [OTHER_SENDER, SENDER] }).blocks);

    expect(from(SENDER.number)).toContain('From Support');
    expect(from(OTHER_SENDER.number)).not.toContain('From Support');
    expect(from(OTHER_SENDER.number)).toMatch(/From .*5678/);
  });

  it('says how many would wait for the end of quiet hours, where, and until when', () => {
    const until = 1_790_000_000_000;
    const quietWaits = [
      { region: 'IN', messages: 400, until },
      { region: 'LK', messages: 1, until: until + 3_600_000 },
    ];
    const { blocks } = listReviewView({ ...REVIEW, quietWaits }, { metadata: METADATA, senders: [] });

    const said = textsIn(blocks);
    expect(said).toContain('400 wait if sent now');
    expect(said).toContain(': the policy has quiet hours in India until ');
    expect(said).toContain('1 waits if sent now');
    expect(said).toContain(': the policy has quiet hours in Sri Lanka until ');
    expect(JSON.stringify(blocks)).toContain(`"timestamp":${until / 1_000}`);
    expect(textsIn(listReviewView(REVIEW, { metadata: METADATA, senders: [] }).blocks)).not.toContain('quiet hours');
  });

  it('keeps everything that was chosen when it is drawn again', () => {
    const inputs = fc.record({
      choice: fc.constantFrom('change' as const, 'leave_out' as const, undefined),
      severalPerPerson: fc.boolean(),
      risingIsRight: fc.boolean(),
      trial: fc.boolean(),
      sendAt: fc.constantFrom(1_800_000_000, undefined),
      groupName: fc.string({ unit: 'grapheme', maxLength: 60 }).map((name) => plainWords(name, 60)),
      seenUntil: fc.constantFrom(1_700_000_000_000, undefined),
      unapproved: fc.record({
        isTicked: fc.boolean(),
        reason: fc.string({ unit: 'grapheme', maxLength: 100 }).map((reason) => plainWords(reason, 300)),
      }),
    });
    const said = { approval: ['carla has to approve this.'], mayBreakGlass: true };
    fc.assert(
      fc.property(inputs, (chosen) => {
        const view = accepted(
          listReviewView({ ...REVIEW, said }, { metadata: METADATA, senders: [SENDER], inputs: chosen }),
        );

        expect(readListReview({ state: stateOf(view) as never })).toEqual(chosen);
      }),
    );
  });

  it('decides nothing about rows that cannot be sent', () => {
    const view = accepted(listReviewView(REVIEW, { metadata: METADATA, senders: [SENDER] }));

    expect(readListReview({ state: stateOf(view) as never })).toEqual(NOTHING_CHOSEN);
    expect(view.submit?.text).toBe('Send 493 messages');
    expect(textsIn(view.blocks)).toContain('Leave out 7 rows and send 493');
  });

  it('has no button to send where no row can be sent', () => {
    const problems = { ...REVIEW.problems, mayBeSeveral: false, mayRise: false };
    const counts = { rows: 7, messages: 0, doubled: 0, leftOut: 7 };
    const nothing = { ...REVIEW, counts, problems, samples: [], sameLists: [] };

    const view = accepted(listReviewView(nothing, { metadata: METADATA, senders: [SENDER] }));

    expect(view.submit).toBeUndefined();
    expect(textsIn(view.blocks)).toContain('Change the rows…');

    const asking = accepted(
      listReviewView({ ...nothing, problems: REVIEW.problems }, { metadata: METADATA, senders: [SENDER] }),
    );
    expect(asking.submit?.text).toBe('Read again');
  });

  it.each([true, false])('that may not be sent says why, and asks for nothing: with rows left out %s', (isLeftOut) => {
    const obstacle = 'policy.yml, rule 1, says no.';
    const problems = { ...REVIEW.problems, mayBeSeveral: false, mayRise: false };
    const counts = isLeftOut ? REVIEW.counts : { rows: 500, messages: 500, doubled: 0, leftOut: 0 };
    const view = accepted(
      listReviewView(
        { ...REVIEW, obstacle, problems, counts, said: { approval: [], mayBreakGlass: true } },
        { metadata: METADATA, senders: [SENDER] },
      ),
    );

    expect(textsIn(view.blocks)).toContain(obstacle);
    expect([view.submit, view.blocks.filter(({ type }) => type === 'input')]).toEqual([undefined, []]);
  });

  it('cuts a message that is too long for a view, and takes 60 characters as the name of a group', () => {
    const message = { ...BOOKING_MESSAGE, parameters: ['Asha', 'b'.repeat(9_000)] };
    const samples = REVIEW.samples.map((sample) => ({ ...sample, message }));
    const view = accepted(listReviewView({ ...REVIEW, samples }, { metadata: METADATA, senders: [SENDER] }));

    expect(textsIn(view.blocks)).toContain('b'.repeat(2_000));
    expect(textsIn(view.blocks).length).toBeLessThan(6_000);
    expect(inputFor(view, 'group_name')?.element).toMatchObject({ max_length: 60 });
  });
});

import { describe, expect, it } from 'vitest';
import type { ListInput } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import { LIST_VIEW } from '../../../src/slack/ids.ts';
import { outcomeView } from '../../../src/slack/lists/outcome-view.ts';
import { NOTHING_CHOSEN } from '../../../src/slack/lists/review-inputs.ts';
import { LIST_REVIEW } from '../../support/list-review.ts';
import { BOOKING as GUESTS } from '../../support/sends.ts';
import { openColumns, sheetOf } from '../../support/sheets.ts';
import { accepted, inputFor, textsIn } from '../../support/slack.ts';
import { BOOKING, catalogueOf, SENDER } from '../../support/slack-needs.ts';

const INPUT: ListInput = {
  teamId: 'T1',
  actorId: 'U1',
  channelId: 'C1',
  responseUrl: undefined,
  template: BOOKING,
  sender: undefined,
  text: 'phone,guest\n+91 98765 43210,Asha',
  groupId: undefined,
  choices: {},
};
type Outcome = Parameters<typeof outcomeView>[0];
const PROBLEM: Outcome = { kind: 'problem', problem: { field: 'list_text', sentence: 'There are no rows.' } };

const SHOWN: Omit<Parameters<typeof outcomeView>[1], 'input'> = {
  metadata: { channelId: 'C1' },
  setting: { senders: [SENDER], mode: 'live', takesFiles: true, groups: [] },
  catalogue: catalogueOf(BOOKING),
};

function viewOf(outcome: Outcome, input: ListInput | undefined) {
  return outcomeView(outcome, { ...SHOWN, input });
}

describe('the view after a list was handed in', () => {
  it.each<[string, Outcome, string]>([
    ['something is wrong with it', PROBLEM, 'There are no rows.'],
    ['it could not be kept', { kind: 'not_saved' }, 'Lists cannot be recorded right now, so nothing can leave.'],
  ])('is the form as it was filled in when %s, with why', (_, outcome, sentence) => {
    const view = accepted(viewOf(outcome, INPUT));

    expect(view.callback_id).toBe(LIST_VIEW);
    expect(textsIn(view.blocks)).toContain(sentence);
    expect(JSON.stringify(view.blocks)).toContain(JSON.stringify(INPUT.text).slice(1, -1));
    expect(JSON.stringify(view.blocks)).toContain('booking_confirm');
  });

  it.each<[string, Outcome, string]>([
    ['something is wrong with it', PROBLEM, 'There are no rows.'],
    ['it could not be kept', { kind: 'not_saved' }, 'Lists cannot be recorded right now'],
  ])('says only why when %s and nothing was filled in', (_, outcome, sentence) => {
    const view = accepted(viewOf(outcome, undefined));

    expect([view.title.text, view.callback_id, view.blocks.length]).toEqual(['Not sent', undefined, 1]);
    expect(textsIn(view.blocks)).toContain(sentence);
  });

  it('says that nothing was sent when the list is gone, whatever was filled in', () => {
    for (const input of [INPUT, undefined]) {
      const view = accepted(viewOf({ kind: 'lost' }, input));

      expect([view.title.text, view.blocks.length]).toEqual(['Not sent', 1]);
      expect(textsIn(view.blocks)).toContain('this list is no longer kept');
    }
  });

  const opened = (text: string, input: Partial<ListInput> = {}, sheet = sheetOf(Buffer.from(text))): Outcome => ({
    kind: 'open',
    draftId: 'D1',
    draft: { input: { ...INPUT, ...input }, source: 'guests.csv', sheet },
    open: openColumns(text, GUESTS),
  });
  const MISSING = 'phone,guest,link\n+91 98765 43210,Asha,abc\n+91 98765 43211,Ben,def\n';

  it('asks for the columns that are not there, and says how it was read and what was typed before', () => {
    const view = accepted(viewOf(opened(MISSING, { typed: { param_2: 'BK-1' } }), INPUT));

    expect(view.callback_id).toBe(LIST_VIEW);
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ channelId: 'C1', draftId: 'D1' });
    expect(textsIn(view.blocks)).toContain('guests.csv: 2 rows');
    expect(textsIn(view.blocks)).toContain('Read as UTF-8, separated by commas.');
    expect(inputFor(view, 'param_2')?.element).toMatchObject({ initial_value: 'BK-1' });
  });

  it('has what was answered to a question in place of what was typed before it', () => {
    const input = { typed: { param_2: 'BK-1' }, choices: { values: { param_2: 'BK-2' } } };
    const view = accepted(viewOf(opened(MISSING, input), INPUT));

    expect(inputFor(view, 'param_2')?.element).toMatchObject({ initial_value: 'BK-2' });
  });

  it('says nothing of how it was read where rows were pasted, or none could be read', () => {
    const none = { ...(opened(MISSING) as Extract<Outcome, { kind: 'open' }>) };
    const views = [
      viewOf(opened(MISSING, {}, sheetOf(MISSING)), INPUT),
      viewOf({ ...none, draft: { ...none.draft, sheet: undefined } }, INPUT),
    ].map((view) => textsIn(accepted(view).blocks));

    expect(views.map((shown) => shown.includes('Read as'))).toEqual([false, false]);
    expect(views[1]).toContain('guests.csv: 0 rows');
  });

  it('is the form again where the columns themselves are wrong, with why and what was filled in', () => {
    const view = accepted(viewOf(opened('phone,guest,guest\n+91 98765 43210,Asha,Ben\n'), undefined));

    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ channelId: 'C1', draftId: 'D1' });
    expect(textsIn(view.blocks)).toMatch(/guests\.csv: .*guest/);
    expect(JSON.stringify(view.blocks)).toContain(JSON.stringify(INPUT.text).slice(1, -1));
  });

  it('is its review where all is read, with what was chosen in it before', () => {
    const inputs = { ...NOTHING_CHOSEN, groupName: 'Guests of May' };
    const shownWith = (chosen: typeof inputs | undefined) =>
      accepted(
        outcomeView(
          { kind: 'review', review: LIST_REVIEW },
          { ...SHOWN, input: INPUT, ...(chosen !== undefined && { inputs: chosen }) },
        ),
      );

    expect(textsIn(shownWith(undefined).blocks)).toContain(`From ${SENDER.name}`);
    expect(inputFor(shownWith(inputs), 'group_name')?.element).toMatchObject({ initial_value: 'Guests of May' });
  });
});

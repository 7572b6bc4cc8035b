import { describe, expect, it } from 'vitest';
import type { ListInput } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import { LIST_VIEW } from '../../../src/slack/ids.ts';
import { outcomeView } from '../../../src/slack/lists/outcome-view.ts';
import { accepted, textsIn } from '../../support/slack.ts';
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

function viewOf(outcome: Outcome, input: ListInput | undefined) {
  return outcomeView(outcome, {
    input,
    metadata: { channelId: 'C1' },
    setting: { senders: [SENDER], mode: 'live', takesFiles: true, groups: [] },
    catalogue: catalogueOf(BOOKING),
  });
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
});

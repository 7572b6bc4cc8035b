import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable } from '../../../src/core/text.ts';
import { plainWords, wordsIn } from '../../../src/slack/blocks/view-inputs.ts';
import { readException } from '../../../src/slack/compose/review/exception-input.ts';
import {
  DECLINE_REASON_INPUT,
  EXCEPTION_INPUT,
  GROUP_NAME_INPUT,
  UNAPPROVED_REASON_INPUT,
} from '../../../src/slack/ids.ts';
import { readListReview } from '../../../src/slack/lists/read-list-review.ts';
import { declineView, readDeclineView } from '../../../src/slack/rules/decline-view.ts';
import { readUnapproved } from '../../../src/slack/rules/review-blocks.ts';
import { naughtyText, unseenText } from '../../support/naughty.ts';

/** A view in which this was written. */
function written(actionId: string, value: string) {
  const { private_metadata = '' } = declineView({ sendId: '01JD0000000000000000000000', digest: 'd1' });
  return { private_metadata, state: { values: { block: { [actionId]: { type: 'plain_text_input', value } } } } };
}

/** Everything that people write in words of their own, as it is read. */
const READERS: readonly (readonly [what: string, limit: number, read: (value: string) => string | undefined])[] = [
  ['why it is declined', 300, (value) => readDeclineView(written(DECLINE_REASON_INPUT, value))?.reason],
  [
    'why it leaves before it is approved',
    300,
    (value) => readUnapproved(written(UNAPPROVED_REASON_INPUT, value)).reason,
  ],
  ['why somebody gets it who said no', 300, (value) => readException(written(EXCEPTION_INPUT, value)) ?? ''],
  ['the name of a group', 60, (value) => readListReview(written(GROUP_NAME_INPUT, value)).groupName],
  ['anything else', 40, (value) => plainWords(value, 40)],
];

describe.each(READERS)('%s', (_, limit, read) => {
  it('is kept as it was written, without blanks at its ends', () => {
    expect(read('  the price 1,795 is wrong 👍🏽 \n')).toBe('the price 1,795 is wrong 👍🏽');
  });

  it('is nothing where nothing can be seen of it', () => {
    for (const blank of ['', ' \n', '\0\u0007']) expect(read(blank)).toBe('');
    fc.assert(
      fc.property(unseenText, (text) => {
        expect(read(text)).toBe('');
      }),
    );
  });

  it('is what every database holds and every card shows, whatever was written', () => {
    fc.assert(
      fc.property(naughtyText, fc.nat({ max: 400 }), (text, repeats) => {
        const kept = read(`${text}${'👍🏽'.repeat(repeats)}`) ?? '';

        expect(storable(kept, limit)).toBe(kept);
        expect(kept).toBe(kept.trim());
      }),
    );
  });
});

it('what was written is nothing in a view that does not ask for it', () => {
  expect(wordsIn(written('other', 'x'), DECLINE_REASON_INPUT, 10)).toBe('');
});

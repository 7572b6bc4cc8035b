import { describe, expect, it } from 'vitest';
import type { Repeat } from '../../../../src/flow/ports/store/repeats.ts';
import { readConfirmed, repeatBlocks, withRepeats } from '../../../../src/slack/compose/review/repeat-blocks.ts';
import { phone } from '../../../support/sends.ts';

function repeatAt(ms: number, recipient = '+919876543210'): Repeat {
  return { sendId: `S${ms}`, actorId: 'U1', at: new Date(ms), recipient: phone(recipient), status: 'accepted' };
}

function viewOf(repeats: readonly Repeat[], ticked?: number) {
  const blocks = repeatBlocks(repeats).map((block) => ({ ...block, block_id: block.block_id ?? '' }));
  const box = blocks.find(({ type }) => type === 'input')?.block_id ?? 'none';
  const selected = ticked === undefined ? [] : [{ value: String(ticked) }];
  return { blocks, state: { values: { [box]: { send_repeat: { selected_options: selected } } } } };
}

describe('what a review asks about a message that was just sent', () => {
  it('is nothing when it was not sent', () => {
    expect(repeatBlocks([])).toEqual([]);
    expect(readConfirmed(viewOf([]))).toEqual({ kind: 'clear', seenUntil: undefined });
  });

  it('names five at most, and counts people rather than messages', () => {
    const repeats = Array.from({ length: 7 }, (_, index) => repeatAt(1_000 + index));

    const shown = JSON.stringify(repeatBlocks(repeats));

    expect(shown.match(/sent this to/g)).toHaveLength(5);
    expect(shown).toContain('and 2 more');
    expect(shown).toContain('Send it to them again anyway');
    expect(JSON.stringify(repeatBlocks([repeatAt(1), repeatAt(2, '+919876543211')]))).toContain(
      'already sent to 2 people',
    );
    expect(shown).not.toContain('9876543210');
  });

  it.each([
    ['unknown', 'nobody knows whether it arrived'],
    ['accepted', 'it is on its way'],
    ['sent', 'it is on its way'],
    ['delivered', 'it arrived'],
    ['read', 'it was read'],
  ] as const)('says of what is %s: %s', (status, words) => {
    expect(JSON.stringify(repeatBlocks([{ ...repeatAt(1_000), status }]))).toContain(words);
  });

  it('counts as a yes to the newest one that was shown, and to nothing when it is left open', () => {
    const repeats = [repeatAt(2_000), repeatAt(1_000)];

    expect(readConfirmed(viewOf(repeats, 2_000))).toEqual({ kind: 'clear', seenUntil: new Date(2_000) });
    expect(readConfirmed(viewOf(repeats))).toEqual({ kind: 'unticked', blockId: 'repeat_tick_2000' });
  });

  it('starts open again when there is a newer one', () => {
    const blocks = withRepeats(
      [...viewOf([repeatAt(1_000)]).blocks, { type: 'context', block_id: 'c' }],
      [repeatAt(3_000)],
    );

    expect(blocks.map(({ block_id }) => block_id)).toEqual(['repeats', 'repeat_tick_3000', 'c']);
  });
});

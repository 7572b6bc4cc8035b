import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { SEND_UNAPPROVED_INPUT, UNAPPROVED_REASON_INPUT } from '../../../src/slack/ids.ts';
import {
  approvalBlocks,
  askLabel,
  breakGlassInputs,
  readAsked,
  withApproval,
} from '../../../src/slack/rules/review-blocks.ts';
import { shownText } from '../../support/block-walk.ts';

type Said = NonNullable<Parameters<typeof approvalBlocks>[0]>;

function said(change: Partial<Said> = {}): Said {
  return { approval: ['A lead has to approve it.'], mayBreakGlass: false, ...change } as Said;
}

const ON_CALL = said({ mayBreakGlass: true });
const idsOf = (blocks: readonly { readonly block_id?: string }[]) => blocks.map(({ block_id: id }) => id);

/** As Slack hands back a review with these blocks and what was chosen in them. */
function asked(blocks: readonly KnownBlock[], isTicked: boolean, reason: string | null) {
  const ticked = { [SEND_UNAPPROVED_INPUT]: { selected_options: isTicked ? [{}] : [] } };
  const why = { [UNAPPROVED_REASON_INPUT]: { value: reason } };
  return readAsked({
    blocks,
    state: { values: { [SEND_UNAPPROVED_INPUT]: ticked, [UNAPPROVED_REASON_INPUT]: why } },
  });
}

describe('a review of what others have to approve', () => {
  it('says who and why, a line each, and nothing where no one has to', () => {
    expect(shownText(approvalBlocks(said({ approval: ['One.', 'Two.'] })))).toBe('✋ One.\n✋ Two.');
    expect(approvalBlocks(said({ approval: [] }))).toEqual([]);
    expect(approvalBlocks(undefined)).toEqual([]);
  });

  it('lets only a person on call go ahead, and only where somebody has to approve', () => {
    expect(breakGlassInputs(ON_CALL)).toHaveLength(2);
    expect(breakGlassInputs(said())).toEqual([]);
    expect(breakGlassInputs(said({ approval: [], mayBreakGlass: true }))).toEqual([]);
    expect(breakGlassInputs(undefined)).toEqual([]);
  });

  it('holds what was chosen when it is drawn again', () => {
    const drawn = (isTicked: boolean) =>
      breakGlassInputs(ON_CALL, { isTicked, reason: 'payments are down' }).map(({ element }) => ({
        isTicked: 'initial_options' in element,
        text: 'initial_value' in element ? element.initial_value : undefined,
      }));

    expect(drawn(true)).toEqual([
      { isTicked: true, text: undefined },
      { isTicked: false, text: 'payments are down' },
    ]);
    expect(drawn(false)[0]).toEqual({ isTicked: false, text: undefined });
  });

  it('has a button that says what it does', () => {
    expect([true, false].map((isTicked) => askLabel({ isTicked }))).toEqual([
      'Send now, unapproved',
      'Ask for approval',
    ]);
  });

  it('gives back whether it asked, and why it cannot wait', () => {
    const [shown, hidden] = [approvalBlocks(said()), approvalBlocks(undefined)];

    expect(asked(shown, false, null)).toEqual({ asked: { isApprovalShown: true, breakGlassReason: undefined } });
    expect(asked(hidden, false, ' ')).toEqual({ asked: { isApprovalShown: false, breakGlassReason: undefined } });
    expect(asked(shown, true, ' payments are down ')).toEqual({
      asked: { isApprovalShown: true, breakGlassReason: 'payments are down' },
    });
  });

  it('takes no tick without a reason, and no reason without a tick', () => {
    const problemOf = (isTicked: boolean, reason: string | null) => {
      const read = asked([], isTicked, reason);
      return 'errors' in read ? read.errors : undefined;
    };

    expect(problemOf(true, ' ')).toEqual({ [UNAPPROVED_REASON_INPUT]: expect.stringContaining('Write why') });
    expect(problemOf(true, null)).toEqual({ [UNAPPROVED_REASON_INPUT]: expect.stringContaining('Write why') });
    expect(problemOf(false, 'x')).toEqual({ [UNAPPROVED_REASON_INPUT]: expect.stringContaining('Tick “Send now') });
  });

  it('has its question once, above, and its inputs below, however often the rules change', () => {
    const others: readonly KnownBlock[] = [{ type: 'divider', block_id: 'other' }, { type: 'divider' }];
    const chosen = { isTicked: false, reason: '' };
    const once = withApproval(others, ON_CALL, chosen);

    expect(idsOf(once)).toEqual([
      'approval_needed',
      'other',
      undefined,
      SEND_UNAPPROVED_INPUT,
      UNAPPROVED_REASON_INPUT,
    ]);
    expect(idsOf(withApproval(once, ON_CALL, chosen))).toEqual(idsOf(once));
    expect(idsOf(withApproval(once, said({ approval: [] }), chosen))).toEqual(['other', undefined]);
  });
});

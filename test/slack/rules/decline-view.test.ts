import type { ViewOutput } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { DECLINE_REASON_INPUT } from '../../../src/slack/ids.ts';
import { declineView, readDeclineView } from '../../../src/slack/rules/decline-view.ts';

const SEND = '01JD0000000000000000000000';
type Submitted = Pick<ViewOutput, 'private_metadata' | 'state'>;

/** A view as Slack hands it back. */
function submitted(metadata: string | undefined, value: string | null): Submitted {
  return {
    private_metadata: metadata ?? '',
    state: { values: { [DECLINE_REASON_INPUT]: { [DECLINE_REASON_INPUT]: { type: 'plain_text_input', value } } } },
  };
}

describe('the view that asks why', () => {
  const declining = { sendId: SEND, digest: 'd1' };
  const { private_metadata: metadata } = declineView(declining);

  it('gives back its send, what was shown of it, and the reason', () => {
    const read = (reason: string | null) => readDeclineView(submitted(metadata, reason));

    expect(read(' wrong price \n')).toEqual({ ...declining, reason: 'wrong price' });
    expect(read(null)).toEqual({ ...declining, reason: '' });
  });

  it.each(['', 'no', '{}', `{"sendId":"${SEND}"}`, '{"sendId":"../x","digest":"d1"}'])(
    'gives nothing without both: %j',
    (other) => {
      expect(readDeclineView(submitted(other, 'x'))).toBeUndefined();
    },
  );

  it('has to be filled in, with 300 characters at most', () => {
    const [block] = declineView(declining).blocks;

    expect(block).toMatchObject({ element: { max_length: 300, multiline: true, focus_on_load: true } });
    expect(block).not.toHaveProperty('optional', true);
  });
});

import type { ViewOutput } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { CODE_INPUT, DECLINE_REASON_INPUT } from '../../../src/slack/ids.ts';
import { codeView, readCodeView } from '../../../src/slack/rules/code-view.ts';
import { declineView, readDeclineView } from '../../../src/slack/rules/decline-view.ts';

const SEND = '01JD0000000000000000000000';
type Submitted = Pick<ViewOutput, 'private_metadata' | 'state'>;

/** A view as Slack hands it back. */
function submitted(metadata: string | undefined, input: string, value: string | null): Submitted {
  return {
    private_metadata: metadata ?? '',
    state: { values: { [input]: { [input]: { type: 'plain_text_input', value } } } },
  };
}

describe('the view that asks for a code', () => {
  const { private_metadata: metadata } = codeView(SEND);

  it('gives back its send and what was typed', () => {
    expect(readCodeView(submitted(metadata, CODE_INPUT, '123 456'))).toEqual({ sendId: SEND, typed: '123 456' });
    expect(readCodeView(submitted(metadata, CODE_INPUT, null))).toEqual({ sendId: SEND, typed: '' });
  });

  it.each(['', 'no', '{}', '{"sendId":7}', '{"sendId":"../x"}'])('gives nothing without a send: %j', (other) => {
    expect(readCodeView(submitted(other, CODE_INPUT, '123456'))).toBeUndefined();
  });

  it('has to be filled in, and takes blanks between the digits', () => {
    const [block] = codeView(SEND).blocks;

    expect(block).toMatchObject({ element: { max_length: 20 } });
    expect(block).not.toHaveProperty('optional', true);
  });
});

describe('the view that asks why', () => {
  const declining = { sendId: SEND, digest: 'd1' };
  const { private_metadata: metadata } = declineView(declining);

  it('gives back its send, what was shown of it, and the reason', () => {
    const read = (reason: string | null) => readDeclineView(submitted(metadata, DECLINE_REASON_INPUT, reason));

    expect(read(' wrong price \n')).toEqual({ ...declining, reason: 'wrong price' });
    expect(read(null)).toEqual({ ...declining, reason: '' });
  });

  it.each(['', 'no', '{}', `{"sendId":"${SEND}"}`, '{"sendId":"../x","digest":"d1"}'])(
    'gives nothing without both: %j',
    (other) => {
      expect(readDeclineView(submitted(other, DECLINE_REASON_INPUT, 'x'))).toBeUndefined();
    },
  );

  it('has to be filled in, with 300 characters at most', () => {
    const [block] = declineView(declining).blocks;

    expect(block).toMatchObject({ element: { max_length: 300, multiline: true } });
    expect(block).not.toHaveProperty('optional', true);
  });
});

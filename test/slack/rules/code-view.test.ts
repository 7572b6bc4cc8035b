import type { ViewOutput } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { CODE_INPUT } from '../../../src/slack/ids.ts';
import { codeView, readCodeView } from '../../../src/slack/rules/code-view.ts';

const SEND = '01JD0000000000000000000000';
type Submitted = Pick<ViewOutput, 'private_metadata' | 'state'>;

/** A view as Slack hands it back. */
function submitted(metadata: string | undefined, value: string | null): Submitted {
  return {
    private_metadata: metadata ?? '',
    state: { values: { [CODE_INPUT]: { [CODE_INPUT]: { type: 'plain_text_input', value } } } },
  };
}

describe('the view that asks for a code', () => {
  const { private_metadata: metadata } = codeView(SEND);

  it('gives back its send and what was typed', () => {
    expect(readCodeView(submitted(metadata, '123 456'))).toEqual({ sendId: SEND, typed: '123 456' });
    expect(readCodeView(submitted(metadata, null))).toEqual({ sendId: SEND, typed: '' });
  });

  it.each(['', 'no', '{}', '{"sendId":7}', '{"sendId":"../x"}'])('gives nothing without a send: %j', (other) => {
    expect(readCodeView(submitted(other, '123456'))).toBeUndefined();
  });

  it('has to be filled in, and takes blanks between the digits', () => {
    const [block] = codeView(SEND).blocks;

    expect(block).toMatchObject({ element: { max_length: 20, focus_on_load: true } });
    expect(block).not.toHaveProperty('optional', true);
  });
});

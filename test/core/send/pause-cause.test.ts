import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { pauseCauseOf } from '../../../src/core/send/pause-cause.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';

const ACCEPTED = { kind: 'accepted', messageIds: new Map([['911', 'm:0']]), warning: undefined } as const;
const NEVER_SENT = { kind: 'never_sent', text: undefined, mayRetry: true } as const;

function causeOf(outcome: SendOutcome, waitMs?: number) {
  return pauseCauseOf(outcome, waitMs, meaningOf);
}

describe('what stops the account', () => {
  it.each([
    ['RBC001', true],
    ['HTTP_401', true],
    ['HTTP_402', false],
    ['E110', false],
    ['WAV2101', false],
  ])('is a refusal with %s; whether a free request may find out that it is over: %s', (code, mayProbe) => {
    expect(causeOf({ kind: 'rejected', code, text: undefined })).toEqual({ kind: 'refused', code, mayProbe });
  });

  it('is a refusal of the account beside a yes for somebody else, wherever it stands in the list', () => {
    const refused = new Map([
      ['912', { code: 'E424', text: 'No template' }],
      ['913', { code: 'E110', text: 'No balance' }],
    ]);

    expect(causeOf({ ...ACCEPTED, refused })).toEqual({ kind: 'refused', code: 'E110', mayProbe: false });
  });

  it('is a request to wait, for as long as the batch waits, or as long as was asked, or half a minute', () => {
    const asked = { ...NEVER_SENT, code: 'HTTP_429', retryAfterMs: 60_000 };

    expect(causeOf(asked, 90_000)).toMatchObject({ kind: 'asked_to_wait', code: 'HTTP_429', afterMs: 90_000 });
    expect(causeOf(asked)).toMatchObject({ afterMs: 60_000 });
    expect(causeOf({ ...asked, retryAfterMs: undefined })).toMatchObject({ afterMs: 30_000 });
  });

  it.each<SendOutcome>([
    { kind: 'rejected', code: 'E424', text: undefined },
    { kind: 'unknown', reason: 'unclear_answer', code: 'RBC001', text: undefined },
    { ...ACCEPTED, refused: new Map([['912', { code: undefined, text: 'No' }]]) },
    { ...NEVER_SENT, code: 'ECONNREFUSED', retryAfterMs: undefined },
  ])('is not $kind with $code', (outcome) => {
    expect(causeOf(outcome)).toBeUndefined();
  });
});

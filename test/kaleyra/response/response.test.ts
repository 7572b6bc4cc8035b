import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KaleyraResponse, readResponse } from '../../../src/kaleyra/response/response.ts';
import { classOfStatus } from '../../../src/kaleyra/response/status-class.ts';

const [ASHA, BEN] = ['919811111111', '919822222222'] as const;
const NOW = new Date('2026-11-22T14:00:00Z');

function read(body: unknown, response: Partial<KaleyraResponse> = {}, recipients: readonly string[] = [ASHA, BEN]) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const whole = { status: 200, body: text, brokenBy: undefined, retryAfter: undefined, ...response };
  return readResponse(whole, recipients, (words) => words || undefined, NOW);
}

const YES = { data: [{ message_id: 'a:0', recipient: ASHA }] };

describe('what a status alone says', () => {
  const REFUSED = [400, 401, 402, 403, 404, 405, 411, 413, 414, 415, 422, 424, 431];
  const BY_STATUS = new Map([
    ...REFUSED.map((status) => [status, 'refused'] as const),
    ...[421, 429].map((status) => [status, 'not_processed'] as const),
  ]);

  it('is a yes for 2xx, a no where nothing can have gone out, “not now” for 421 and 429, and else nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), (status) => {
        const ofItsHundred = new Map([
          [2, 'taken'],
          [3, 'refused'],
        ]).get(Math.floor(status / 100));

        expect(classOfStatus(status)).toBe(BY_STATUS.get(status) ?? ofItsHundred ?? 'unclear');
      }),
      { numRuns: 900 },
    );
  });
});

describe('a yes', () => {
  it.each(['Success', 'Queued', '', undefined])('has no warning for “%s” beside it, which says nothing', (message) => {
    expect(read({ ...YES, message })).toMatchObject({ kind: 'accepted', warning: undefined });
  });

  it('has a warning for what stands in an error beside it', () => {
    expect(read({ ...YES, message: 'Queued', error: { msg: 'Slow down' } })).toMatchObject({
      warning: { kind: 'other', text: 'Queued' },
    });
  });

  it.each(['+919822222222', '919822222222'])('refuses one recipient by their number in an error: %s', (number) => {
    const outcome = read({ ...YES, error: { [number]: 'Blocked' } });

    expect(outcome).toMatchObject({
      messageIds: new Map([[ASHA, 'a:0']]),
      refused: new Map([[BEN, { code: undefined, text: 'Blocked' }]]),
    });
  });

  it('makes no refusal of a reason that is empty or is no text', () => {
    const outcome = read({ ...YES, error: { [BEN]: '', to: 7, from: null, '12': 'short' } });

    expect(outcome).toMatchObject({ refused: new Map() });
  });

  it('has words of its own for a refusal without a reason', () => {
    const outcome = read({ data: [...YES.data, { recipient: BEN, code: 'E419' }] });

    expect(outcome).toMatchObject({ refused: new Map([[BEN, { code: 'E419', text: 'Refused without a reason.' }]]) });
  });
});

describe('a refusal whose code can come after a yes', () => {
  it.each(['E408', 'E409', 'E425', 'E500', 'E599', 'WA500', 'WA599'])('proves nothing: %s', (code) => {
    expect(read({ code, message: 'No', data: [] }, { status: 400 })).toMatchObject({ kind: 'unknown', code });
    expect(read({ code, message: 'No', data: [] })).toMatchObject({ kind: 'unknown', code });
  });

  it.each(['E400', 'E424', 'E4010', 'RBC001', 'WAV2101', 'WA400', 'WA499'])('is a no with another one: %s', (code) => {
    expect(read({ code, message: 'No', data: [] })).toMatchObject({ kind: 'rejected', code, text: 'No' });
  });
});

describe('a response that asks to wait', () => {
  const later = (retryAfter: string | undefined) => read('', { status: 429, retryAfter });

  it.each([
    ['30', 30_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['86400', 900_000],
    ['Sun, 22 Nov 2026 14:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 13:00:00 GMT', 0],
    ['Mon, 23 Nov 2026 14:00:00 GMT', 900_000],
    ['', undefined],
    ['  ', undefined],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('is tried again after what it says, up to a quarter of an hour: %s', (value, retryAfterMs) => {
    const outcome = later(value);

    expect(outcome).toMatchObject({ kind: 'never_sent', code: 'HTTP_429', mayRetry: true });
    expect('retryAfterMs' in outcome ? outcome.retryAfterMs : 'none').toBe(retryAfterMs);
  });

  it.each(['E110', 'WAV2101', 'RBC001'])('is not tried again when waiting does not help: %s', (code) => {
    expect(read({ code, data: [] }, { status: 429 })).toMatchObject({ kind: 'never_sent', code, mayRetry: false });
  });

  it('is unknown when it broke off, or names a message', () => {
    expect(read('', { status: 429, body: undefined, brokenBy: 'ECONNRESET' })).toMatchObject({ kind: 'unknown' });
    expect(read(YES, { status: 429 })).toMatchObject({ kind: 'unknown' });
    expect(read({ id: 'batch', data: [] }, { status: 429 })).toMatchObject({ kind: 'unknown' });
  });
});

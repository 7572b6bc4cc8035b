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
    for (let status = 100; status <= 999; status++) {
      const ofItsHundred = new Map([
        [2, 'taken'],
        [3, 'refused'],
      ]).get(Math.floor(status / 100));

      expect(classOfStatus(status), String(status)).toBe(BY_STATUS.get(status) ?? ofItsHundred ?? 'unclear');
    }
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

describe('an entry for a number that WhatsApp wrote anew', () => {
  const [TYPED, WRITTEN] = ['525512345678', '5215512345678'] as const;
  const taken = (recipient: string, message_id = 'b:0') => ({ recipient, message_id });
  const refused = (recipient: string) => ({ recipient, code: 'E419', message: 'Blocked' });
  const readFor = (recipients: readonly string[], ...data: readonly object[]) => {
    const outcome = read({ data }, {}, recipients);
    if (outcome.kind !== 'accepted') return outcome.kind;
    return { taken: [...outcome.messageIds], refused: [...outcome.refused.keys()] };
  };

  it('belongs to the only recipient that no other entry names', () => {
    expect(readFor([ASHA, TYPED], ...YES.data, taken(WRITTEN))).toEqual({
      taken: [
        [ASHA, 'a:0'],
        [TYPED, 'b:0'],
      ],
      refused: [],
    });
    expect(readFor([TYPED, ASHA], taken(WRITTEN), ...YES.data)).toMatchObject({ refused: [] });
    expect(readFor([TYPED], taken('447700900123'))).toEqual({ taken: [[TYPED, 'b:0']], refused: [] });
  });

  it('refuses that recipient only when it is the same phone', () => {
    expect(readFor([ASHA, TYPED], ...YES.data, refused(WRITTEN))).toMatchObject({ refused: [TYPED] });
    expect(readFor([ASHA, TYPED], ...YES.data, refused('447700900123'))).toMatchObject({ refused: [] });
  });

  it('belongs to nobody when it could be another one’s', () => {
    const onlyAsha = { taken: [[ASHA, 'a:0']], refused: [] };

    expect(readFor([ASHA, TYPED, BEN], ...YES.data, taken(WRITTEN), taken('447700900123'))).toEqual(onlyAsha);
    expect(readFor([ASHA, TYPED, BEN], ...YES.data, taken(WRITTEN))).toEqual(onlyAsha);
    expect(readFor([ASHA], ...YES.data, taken(WRITTEN))).toEqual(onlyAsha);
    expect(readFor([ASHA, TYPED], ...YES.data, taken(ASHA, 'again:0'))).toEqual(onlyAsha);
  });
});

describe('a refusal by its status', () => {
  it('has its code and its words, and is unknown where a message is named', () => {
    expect(read({ code: 'E424', message: 'No' }, { status: 400 })).toEqual({
      kind: 'rejected',
      code: 'E424',
      text: 'No',
    });
    expect(read('', { status: 404 })).toEqual({ kind: 'rejected', code: 'HTTP_404', text: undefined });
    expect(read(YES, { status: 400 })).toMatchObject({ kind: 'unknown' });
    expect(read('', { status: 502 })).toMatchObject({ kind: 'unknown', code: 'HTTP_502' });
  });
});

describe('the words of a refusal', () => {
  it.each([
    [{ message: 'first', error: { message: 'second' } }, 'first'],
    [{ error: { message: 'first', msg: 'second' } }, 'first'],
    [{ error: { msg: 'first', error: 'second' } }, 'first'],
    [{ error: { error: 'first' } }, 'first'],
    [{ error: 'first' }, 'first'],
    [{ error: { to: 'not a number', from: 'not set' } }, 'to: not a number; from: not set'],
    [{ error: { to: '', from: 7 } }, undefined],
    [{ error: [] }, undefined],
    [{}, undefined],
  ])('are read wherever they stand: %j', (body, text) => {
    expect(read({ code: 'E424', ...body }, { status: 400 })).toEqual({ kind: 'rejected', code: 'E424', text });
  });

  it('come with the code in an error, and the outer code goes first', () => {
    expect(read({ error: { code: 'E419', message: 'No' } }, { status: 400 })).toMatchObject({
      code: 'E419',
      text: 'No',
    });
    expect(read({ code: 'E424', error: { code: 'E419' } }, { status: 400 })).toMatchObject({ code: 'E424' });
  });
});

describe('a message ID', () => {
  it.each([
    ['a:0', 'a:0'],
    [' a:0 ', 'a:0'],
    [17, '17'],
  ])('is read from %j', (message_id, id) => {
    expect(read({ data: [{ recipient: ASHA, message_id }] }, {}, [ASHA])).toMatchObject({
      messageIds: new Map([[ASHA, id]]),
    });
  });

  it('is of the number in digits, and the first of one recipient counts', () => {
    const data = [
      { recipient: '+91 98111 11111', message_id: 'a:0' },
      { recipient: ASHA, message_id: 'b:0' },
    ];

    expect(read({ data })).toMatchObject({ messageIds: new Map([[ASHA, 'a:0']]) });
  });

  it('keeps its recipient from being refused beside it', () => {
    const data = [...YES.data, { recipient: ASHA, code: 'E419' }];

    expect(read({ data, error: { [ASHA]: 'Blocked' } })).toMatchObject({ refused: new Map() });
  });

  it.each(['', ' ', null])('that is %j is none, so its recipient may be refused', (message_id) => {
    const data = [...YES.data, { recipient: BEN, message_id, code: 'E419', message: 'No' }];

    expect(read({ data })).toMatchObject({ refused: new Map([[BEN, { code: 'E419', text: 'No' }]]) });
  });

  it('says of nothing else in the response that nothing went out', () => {
    expect(read({ code: 'E424', id: 'batch', data: [] })).toMatchObject({ kind: 'unknown', code: 'E424' });
    expect(read({ code: 'E424', data: [] }, { body: undefined, brokenBy: 'ECONNRESET' })).toMatchObject({
      kind: 'unknown',
      code: 'ECONNRESET',
    });
  });
});

describe('a warning beside a yes', () => {
  it.each([
    ['Callback URL is not whitelisted', 'callback_not_allowed'],
    ['not on the White List', 'callback_not_allowed'],
    ['not white-listed', 'callback_not_allowed'],
    ['Slow down', 'other'],
  ])('is told by its words: %s', (text, kind) => {
    expect(read({ ...YES, error: text })).toMatchObject({ warning: { kind, text } });
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

import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { API_KEY, bookingRequest, listeningLog, openKaleyra, outgoing, SID } from './kaleyra-client.ts';

const POD = 'https://api.in.kaleyra.io';
const PATH = `/v1/${SID}/messages`;

/** The documented success, with numbers for its X's. */
const ACCEPTED = {
  id: '9a5483d1-40d8-48b9-88f7-e00000000ea1',
  type: 'mediatemplate',
  body: null,
  createdDateTime: '2024-08-28 14:29:15+00:00',
  totalCount: 2,
  data: [
    { message_id: '9a5483d1-40d8-48b9-88f7-e00000000ea1:0', recipient: '919811111111' },
    { message_id: '9a5483d1-40d8-48b9-88f7-e00000000ea1:1', recipient: '919822222222' },
  ],
  error: { msg: 'Callback not initiated as the URL is not Whitelisted.' },
};

/** The documented refusal. */
const E424 = {
  code: 'E424',
  message: 'For type template/mediatemplate, template_name is mandatory and cannot be empty!',
  data: [],
  error: { error: 'For type template/mediatemplate, template_name is mandatory and cannot be empty!' },
};

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});

async function answered(status: number, body: nock.Body, headers: nock.ReplyHeaders = {}, recipients?: string[]) {
  nock(POD).post(PATH).reply(status, body, headers);
  await using kaleyra = openKaleyra(POD);
  return await kaleyra.send(bookingRequest({}, recipients));
}

function entry(message_id: string, recipient: string) {
  return { message_id, recipient };
}

describe('a send, as Kaleyra documents it', () => {
  it('posts the form with the key in its header, and nothing else in the address', async () => {
    const seen: { fields: [string, unknown][]; contentType: string; length: number }[] = [];
    nock(POD)
      .post(PATH)
      .matchHeader('api-key', API_KEY)
      .reply(async (request: Request) => {
        const contentType = request.headers.get('content-type') ?? '';
        const length = Number(request.headers.get('content-length'));
        seen.push({ fields: [...(await request.formData()).entries()], contentType, length });
        return [200, ACCEPTED];
      });
    await using kaleyra = openKaleyra(POD, {
      callback: { url: 'https://bot.example/kaleyra/status/secret', tokenRides: 'query' },
    });
    const message = outgoing({ urlSuffixes: ['login/abc', 'sample/ü'], parameters: ['Jo, “hn”', '😀 Doe'] });

    const encoded = kaleyra.encode(message, { token: 'token-1' });
    const outcome = encoded.ok ? await kaleyra.send(encoded.value) : expect.fail();

    expect(outcome.kind).toBe('accepted');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.contentType).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]?.length).toBeGreaterThan(1_000);
    expect(seen[0]?.fields).toEqual([
      ['to', '919811111111,919822222222'],
      ['type', 'mediatemplate'],
      ['params', '"Jo, “hn”","😀 Doe"'],
      ['template_name', 'booking_confirm'],
      ['channel', 'whatsapp'],
      ['from', '919800000000'],
      ['param_url', 'login/abc'],
      ['second_param_url', 'sample/ü'],
      ['callback_url', 'https://bot.example/kaleyra/status/secret?t=token-1'],
    ]);
  });

  it.each([
    ['https://api.in.kaleyra.io'],
    ['https://api.kaleyra.io'],
    ['https://api.eu.kaleyra.io'],
    ['https://api.na.kaleyra.ai'],
  ])('goes to the pod of the account: %s', async (pod) => {
    nock(pod).post(PATH).reply(200, ACCEPTED);
    await using kaleyra = openKaleyra(pod);

    const outcome = await kaleyra.send(bookingRequest());

    expect(outcome.kind).toBe('accepted');
  });

  it.each([200, 202])(
    'is accepted with %i, each recipient with its message ID, and the warning kept apart',
    async (status) => {
      const outcome = await answered(status, ACCEPTED);

      expect(outcome).toEqual({
        kind: 'accepted',
        messageIds: new Map([
          ['919811111111', '9a5483d1-40d8-48b9-88f7-e00000000ea1:0'],
          ['919822222222', '9a5483d1-40d8-48b9-88f7-e00000000ea1:1'],
        ]),
        refused: new Map(),
        warning: { kind: 'callback_not_allowed', text: 'Callback not initiated as the URL is not Whitelisted.' },
      });
    },
  );

  it.each([
    [
      'as it was given',
      (secret: string) => `The URL https://bot.example/kaleyra/status/${secret}?t=x is not Whitelisted.`,
    ],
    ['without its scheme', (secret: string) => `bot.example/kaleyra/status/${secret} is not Whitelisted.`],
    ['encoded', (secret: string) => encodeURIComponent(`https://bot.example/kaleyra/status/${secret}?t=x`)],
  ])('keeps no secret of the callback, whose address Kaleyra repeats %s', async (_, words) => {
    const [secret, before] = ['q8Fh2kLmN4pRsTvWxYzAbCdEfGhIjKlM', 'Zz9-old_secret-of-thirty-two-xxxx'];
    nock(POD)
      .post(PATH)
      .reply(202, { ...ACCEPTED, error: { msg: `${words(secret)} ${words(before)}` } });
    await using kaleyra = openKaleyra(POD, {
      callback: {
        url: `https://bot.example/kaleyra/status/${secret}`,
        secrets: [secret, before],
        tokenRides: 'query',
      },
    });
    const encoded = kaleyra.encode(outgoing({ parameters: ['Asha', '5'] }), { token: 'token-1' });

    const outcome = encoded.ok ? await kaleyra.send(encoded.value) : expect.fail();

    const said = outcome.kind === 'accepted' ? (outcome.warning?.text ?? '') : expect.fail();
    expect(said).not.toBe('');
    expect(said).not.toMatch(/q8Fh2kLmN4|Zz9-old/);
  });

  it.each([
    ['an empty error', {}],
    ['no error', undefined],
    ['a null error', null],
  ])('has no warning with %s', async (_, error) => {
    const outcome = await answered(202, { ...ACCEPTED, error });

    expect(outcome).toMatchObject({ kind: 'accepted', warning: undefined });
  });

  it.each([200, 400])('is refused with E424 in Kaleyra’s own words, answered with %i', async (status) => {
    const outcome = await answered(status, E424);

    expect(outcome).toEqual({ kind: 'rejected', code: 'E424', text: E424.message });
  });

  it('matches recipients by their digits, whatever the order and the spelling', async () => {
    const data = [
      { message_id: 'b:1', recipient: 919822222222 },
      { message_id: 'a:0', recipient: '+91 98111 11111' },
      { message_id: 'c:2', recipient: '14155550123' },
    ];

    const outcome = await answered(200, { data });

    expect(outcome).toMatchObject({
      messageIds: new Map([
        ['919822222222', 'b:1'],
        ['919811111111', 'a:0'],
      ]),
    });
  });

  it('takes the one ID for the one recipient, however the response writes the number', async () => {
    const data = [{ message_id: 'a:0', recipient: '525512345678' }];

    const outcome = await answered(200, { data }, {}, ['+5215512345678']);

    expect(outcome).toMatchObject({ messageIds: new Map([['5215512345678', 'a:0']]) });
  });

  const TWO = ['+525512345678', '+919811111111'];

  it.each([
    ['as WhatsApp has it', '5215512345678'],
    ['by an ID that is no number', 'MX.1393000000001'],
    ['not at all', undefined],
  ])('takes the ID that is left for the recipient that is left, whom the response names %s', async (_, recipient) => {
    const data = [
      { message_id: 'a:0', recipient },
      { message_id: 'a:1', recipient: '919811111111' },
    ];

    const outcome = await answered(200, { data }, {}, TWO);

    expect(outcome).toMatchObject({
      messageIds: new Map([
        ['525512345678', 'a:0'],
        ['919811111111', 'a:1'],
      ]),
    });
  });

  it.each([
    ['two recipients are left', { data: [entry('a:0', '5215512345678'), entry('a:1', '919822222222')] }, []],
    ['an entry is missing', { data: [entry('a:0', '5215512345678')] }, []],
    [
      'an entry too many is there',
      { data: [entry('a:0', '5215512345678'), entry('a:1', '919811111111'), entry('a:2', '919822222222')] },
      [['919811111111', 'a:1']],
    ],
    [
      'somebody is named twice beside it',
      { data: [entry('a:0', '5215512345678'), entry('a:1', '919811111111'), entry('a:2', '919811111111')] },
      [['919811111111', 'a:1']],
    ],
    [
      'an entry names somebody twice',
      { data: [entry('a:0', '919811111111'), entry('a:1', '919811111111')] },
      [['919811111111', 'a:0']],
    ],
  ] as const)('guesses no ID when %s', async (_, body, ids) => {
    const outcome = await answered(200, body, {}, TWO);

    expect('messageIds' in outcome ? outcome.messageIds : new Map()).toEqual(new Map(ids));
  });

  it.each([
    ['the same phone', '5215512345678', [['525512345678', { code: 'E801', text: 'opted out' }]]],
    ['another phone', '14155550123', []],
  ] as const)(
    'takes the refusal that is left for the recipient that is left only when it is %s',
    async (_, recipient, refused) => {
      const data = [entry('a:1', '919811111111'), { recipient, error: { code: 'E801', message: 'opted out' } }];

      const outcome = await answered(200, { data }, {}, TWO);

      expect(outcome).toMatchObject({ messageIds: new Map([['919811111111', 'a:1']]), refused: new Map(refused) });
    },
  );

  it('believes the ID that is left more than an error that names its recipient', async () => {
    const body = { data: [entry('a:0', '5215512345678')], error: { '525512345678': 'opted out' } };

    const outcome = await answered(200, body, {}, TWO.slice(0, 1));

    expect(outcome).toMatchObject({ messageIds: new Map([['525512345678', 'a:0']]), refused: new Map() });
  });

  it('leaves a recipient that the response does not name to be unknown', async () => {
    const data = [{ message_id: 'a:0', recipient: '919811111111' }];

    const outcome = await answered(200, { data, totalCount: 2 });

    expect(outcome).toMatchObject({ messageIds: new Map([['919811111111', 'a:0']]), refused: new Map() });
  });

  it.each([
    [
      'in its entry',
      {
        data: [
          { message_id: 'a:0', recipient: '919811111111' },
          { recipient: '919822222222', error: 'opted out' },
        ],
      },
      { code: undefined, text: 'opted out' },
    ],
    [
      'in its entry with a code',
      {
        data: [
          { message_id: 'a:0', recipient: '919811111111' },
          { recipient: '919822222222', message_id: '', error: { code: 'E801', message: 'opted out' } },
        ],
      },
      { code: 'E801', text: 'opted out' },
    ],
    [
      'in the error by its number',
      { data: [{ message_id: 'a:0', recipient: '919811111111' }], error: { '919822222222': 'opted out' } },
      { code: undefined, text: 'opted out' },
    ],
  ])('refuses a recipient by name %s', async (_, body, refusal) => {
    const outcome = await answered(200, body);

    expect(outcome).toMatchObject({
      kind: 'accepted',
      messageIds: new Map([['919811111111', 'a:0']]),
      refused: new Map([['919822222222', refusal]]),
    });
  });
});

describe('a refusal', () => {
  it.each([
    ['top-level code', { code: 'RBC001', message: 'Incorrect SID or API Key.' }, 'RBC001', 'Incorrect SID or API Key.'],
    ['error.error', { error: { error: 'Unauthorized' } }, 'HTTP_401', 'Unauthorized'],
    ['reasons by field', { error: { media: 'invalid media type' } }, 'HTTP_401', 'media: invalid media type'],
    ['error.code', { error: { code: 'E900', message: 'No such thing' } }, 'E900', 'No such thing'],
    ['error.msg', { error: { msg: 'No' } }, 'HTTP_401', 'No'],
    ['a text', { error: 'No' }, 'HTTP_401', 'No'],
    ['balance', { error: { balance: 'too low' }, code: 'E110' }, 'E110', 'balance: too low'],
    ['a number as code', { code: 1001, message: 'No' }, '1001', 'No'],
    ['HTML', '<h1>401</h1>', 'HTTP_401', undefined],
    ['nothing', '', 'HTTP_401', undefined],
  ])('is read in every shape seen: %s', async (_, body, code, text) => {
    const outcome = await answered(401, body);

    expect(outcome).toEqual({ kind: 'rejected', code, text });
  });

  it.each([400, 401, 402, 403, 404, 405, 411, 413, 414, 415, 422, 424, 431, 301, 307, 308])(
    'is told by the status %i alone',
    async (status) => {
      const outcome = await answered(status, 'no', { location: 'https://elsewhere.example/' });

      expect(outcome).toEqual({ kind: 'rejected', code: `HTTP_${status}`, text: undefined });
    },
  );

  it.each([
    [299, []],
    [300, ['{"status":300,"message":"Kaleyra redirects"}']],
    [399, ['{"status":399,"message":"Kaleyra redirects"}']],
    [400, []],
  ])('is told in the log when it is a redirect, because an address is wrong then: %i', async (status, lines) => {
    const log = listeningLog();
    nock(POD).post(PATH).reply(status, 'no', { location: 'https://elsewhere.example/' });
    await using kaleyra = openKaleyra(POD, { log });

    await kaleyra.send(bookingRequest());

    expect(log.lines).toEqual(lines);
  });

  it('is not believed when the same response has message IDs', async () => {
    const outcome = await answered(400, ACCEPTED);

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'unclear_answer', code: 'HTTP_400' });
  });

  it('is not believed of a code that says that Kaleyra itself failed', async () => {
    const outcome = await answered(400, { code: 'WA500', message: 'Internal Server Error' });

    expect(outcome).toMatchObject({ kind: 'unknown', code: 'WA500' });
  });

  it('shows no key, SID, link or number that Kaleyra repeats', async () => {
    const message = `Key ${API_KEY} of ${SID} may not send to +91 98111-11111 or 919822222222\u202e, see https://x.example/?n=1`;

    const outcome = await answered(400, { code: 'E424', message });

    expect(outcome).toEqual({
      kind: 'rejected',
      code: 'E424',
      text: 'Key … of … may not send to •••• 1111 or •••• 2222 , see …',
    });
  });

  it('cuts a long text, and takes no number for a code', async () => {
    const outcome = await answered(400, { code: '919811111111', message: '😀'.repeat(1_000) });

    expect(outcome).toMatchObject({ kind: 'rejected', code: 'HTTP_400' });
    expect([...(outcome.kind === 'rejected' ? (outcome.text ?? '') : '')]).toHaveLength(300);
  });
});

describe('a response that says neither yes nor no', () => {
  it.each([408, 409, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 406, 410, 418, 451, 501, 599])(
    'is unknown: %i',
    async (status) => {
      const outcome = await answered(status, E424, { 'retry-after': '1' });

      expect(outcome).toMatchObject({ kind: 'unknown', reason: 'unclear_answer', code: 'E424' });
    },
  );

  it('names the status when Kaleyra gives no code', async () => {
    const outcome = await answered(503, '<html>');

    expect(outcome).toEqual({ kind: 'unknown', reason: 'unclear_answer', code: 'HTTP_503', text: undefined });
  });
});

describe('a response that asks to wait', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['nothing', '', undefined],
    ['a word', 'soon', undefined],
    ['more than 15 minutes', '86400', 900_000],
    ['a date long gone', 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['a date far ahead', 'Fri, 21 Oct 2095 07:28:00 GMT', 900_000],
  ])('may be tried again after that time: %s', async (_, retryAfter, retryAfterMs) => {
    const outcome = await answered(429, {}, { 'retry-after': retryAfter });

    expect(outcome).toEqual({ kind: 'never_sent', code: 'HTTP_429', text: undefined, mayRetry: true, retryAfterMs });
  });

  it.each(['RBC001', 'E110', 'WAV2101'])('is not tried again when waiting does not fix it: %s', async (code) => {
    const outcome = await answered(429, { code, message: 'Account daily limit reached' });

    expect(outcome).toMatchObject({ kind: 'never_sent', code, mayRetry: false });
  });

  it.each([
    ['message IDs', ACCEPTED],
    ['the ID of a batch', { id: '9a5483d1', data: [] }],
  ])('is unknown when it has %s', async (_, body) => {
    const outcome = await answered(429, body);

    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'unclear_answer' });
  });

  it('may be tried elsewhere when the request went to the wrong server', async () => {
    const outcome = await answered(421, '');

    expect(outcome).toMatchObject({ kind: 'never_sent', code: 'HTTP_421', mayRetry: true });
  });
});

describe('the options of the client', () => {
  it.each(['../HX1', 'HX1/..', 'HX 1', 'HX1\r\n', 'HX1?x', 'ＨＸ１', ''])(
    'refuse a SID that could leave its path: %j',
    (sid) => {
      expect(() => openKaleyra(POD, { sid })).toThrow('letters and digits');
    },
  );
});

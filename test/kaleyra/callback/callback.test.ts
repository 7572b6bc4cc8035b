import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readCallback } from '../../../src/kaleyra/callback/callback.ts';

const ID = 'c9e113f0-6fc2-4bd7-979c-ebdb2f600f38:0';

function byGet(query: string) {
  return readCallback({ query: new URLSearchParams(query), body: '', contentType: undefined });
}

function byPost(body: unknown, contentType: string | undefined = 'application/json', query = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readCallback({ query: new URLSearchParams(query), body: text, contentType });
}

const DELIVERED = {
  kind: 'status',
  updates: [
    {
      messageId: ID,
      status: 'delivered',
      code: undefined,
      text: undefined,
      batchToken: 'token-1',
      recipientDigits: '919811111111',
      reportedAt: new Date('2024-08-05T04:57:45Z'),
    },
  ],
  unknownWords: [],
};

const FIELDS = { id: ID, status: 'delivered', timestamp: '1722833865', mobile: '919811111111' };

describe('a delivery report', () => {
  it.each([
    [
      'by GET',
      byGet(`t=token-1&id=${encodeURIComponent(ID)}&status=delivered&timestamp=1722833865&mobile=919811111111`),
    ],
    ['as JSON', byPost(FIELDS, 'application/json; charset=utf-8', 't=token-1')],
    ['as JSON under another name', byPost(FIELDS, 'text/plain', 't=token-1')],
    ['as a form', byPost(new URLSearchParams(FIELDS).toString(), 'application/x-www-form-urlencoded', 't=token-1')],
    ['as a form under another name', byPost(new URLSearchParams(FIELDS).toString(), 'application/json', 't=token-1')],
    ['with the token in ref', byPost({ ...FIELDS, ref: 'token-1', ref1: '', ref2: '<ref2>' })],
    [
      'with numbers for texts',
      byPost({ ...FIELDS, timestamp: 1722833865, mobile: 919811111111 }, undefined, 't=token-1'),
    ],
    [
      'with other spellings',
      byPost(
        { ID, Status: ' DELIVERED ', TimeStamp: '1722833865000', Mobile: '+91 98111-11111' },
        undefined,
        't=token-1',
      ),
    ],
    ['with a time in words', byPost({ ...FIELDS, timestamp: '2024-08-05 04:57:45+00:00' }, undefined, 't=token-1')],
    [
      'with its ID encoded twice',
      byGet(`t=token-1&id=${ID.replace(':', '%253A')}&status=delivered&timestamp=1722833865&mobile=919811111111`),
    ],
  ])('is read %s', (_, reading) => {
    expect(reading).toEqual(DELIVERED);
  });

  it.each([
    ['sent', 'sent'],
    ['SENT', 'sent'],
    ['Delivered', 'delivered'],
    ['READ', 'read'],
    ['failed', 'failed'],
    ['FAILED', 'failed'],
    ['0', 'failed'],
    ['not-sent', 'failed'],
    ['NOT-SENT', 'failed'],
    ['NOT SENT', 'failed'],
    ['not_sent', 'failed'],
    ['NotSent', 'failed'],
  ])('has its status in any case and spelling: %s', (word, status) => {
    expect(byGet(`id=${encodeURIComponent(ID)}&status=${encodeURIComponent(word)}`)).toMatchObject({
      updates: [{ status }],
    });
    expect(byPost({ id: ID, status: word })).toMatchObject({ updates: [{ status }] });
  });

  it('has a 0 that is a number for a failure too', () => {
    expect(byPost({ id: ID, status: 0 })).toMatchObject({ updates: [{ status: 'failed' }] });
  });

  it.each([
    ['queued', 'queued'],
    ['1', '1'],
    ['deleted', 'deleted'],
    ['call 919811111111', '…'],
    ['call 91 981 111 11 11', '…'],
    ['<b>sent</b>', '…'],
    ['undeliverable'.repeat(9), 'undeliverable'.repeat(9).slice(0, 40)],
  ])('says nothing with a status that is not documented, and names it: %s', (word, named) => {
    expect(byPost({ id: ID, status: word })).toEqual({ kind: 'status', updates: [], unknownWords: [named] });
  });

  it('gives Meta’s code and the reason of a failure, without the number in it', () => {
    const reading = byGet(
      `id=${ID}&status=failed&error_code=131026&error=${encodeURIComponent('+919811111111 undeliverable')}`,
    );

    expect(reading).toMatchObject({ updates: [{ status: 'failed', code: '131026', text: '•••• 1111 undeliverable' }] });
  });

  it('has no reason for what did not fail', () => {
    expect(byGet(`id=${ID}&status=read&error_code=0&error=none`)).toMatchObject({
      updates: [{ code: undefined, text: undefined }],
    });
  });

  it('counts what is in its body more than what is in its address', () => {
    const reading = byPost({ ...FIELDS, status: 'read' }, undefined, 'status=sent&mobile=919822222222&t=token-1');

    expect(reading).toMatchObject({
      updates: [{ status: 'read', recipientDigits: '919811111111', batchToken: 'token-1' }],
    });
  });

  it.each([
    '0',
    '-1',
    '-1722833865',
    '4102444800',
    '99999999999999999',
    '1e400',
    'soon',
    'version 7',
    '12/11',
    '2150-01-01',
  ])('has no time that no report can have: %s', (timestamp) => {
    expect(byPost({ ...FIELDS, timestamp })).toMatchObject({
      updates: [{ status: 'delivered', reportedAt: undefined }],
    });
  });

  it('may have no more than an ID and a status, and the ID no more than its first part', () => {
    const reading = byGet('id=c9e113f0-6fc2-4bd7-979c-ebdb2f600f38&status=sent&mobile=&timestamp=soon');

    expect(reading).toMatchObject({
      updates: [
        {
          messageId: 'c9e113f0-6fc2-4bd7-979c-ebdb2f600f38',
          batchToken: undefined,
          recipientDigits: undefined,
          reportedAt: undefined,
        },
      ],
    });
  });

  const FAILED = { id: ID, status: 'failed' };
  const META = { code: 131049, title: 'Not delivered', message: 'Not delivered', error_data: { details: 'Too many' } };

  it.each([
    ['an error that is an object', { error: { code: 131026 } }, '131026', undefined],
    ['an error with text', { error: { code: '131026', message: 'Undeliverable' } }, '131026', 'Undeliverable'],
    ['an error with a title', { error: { code: 131026, title: 'Undeliverable' } }, '131026', 'Undeliverable'],
    ['errors', { errors: [{ code: 131049 }] }, '131049', undefined],
    ['Meta’s errors', { errors: [META] }, '131049', 'Not delivered: Too many'],
    [
      'details that repeat the title',
      { errors: [{ ...META, error_data: { details: 'Not delivered.' } }] },
      '131049',
      'Not delivered.',
    ],
    ['details alone', { errors: [{ code: 131049, error_data: '{"details":"Too many"}' }] }, '131049', 'Too many'],
    ['errors that are one object', { errors: { code: 131049, title: 'No' } }, '131049', 'No'],
    ['errors that are texts', { errors: ['131049: No', 'Never'] }, '131049', 'No'],
    [
      'errors of which the first has no code',
      { errors: [{ title: 'Well' }, { code: 131049, title: 'No' }] },
      '131049',
      'No',
    ],
    ['an error in an error', { error: { error: { code: 131049, message: 'No' } } }, '131049', 'No'],
    ['a number for an error', { error: 131049 }, '131049', undefined],
    ['JSON in a text', { error: JSON.stringify({ code: 131026, message: 'No' }) }, '131026', 'No'],
    ['JSON of a list in a text', { errors: JSON.stringify([META]) }, '131049', 'Not delivered: Too many'],
    ['JSON in the place of the code', { error_code: JSON.stringify({ code: 131026, title: 'No' }) }, '131026', 'No'],
    [
      'Meta’s response as Kaleyra got it',
      { custom_response: JSON.stringify({ errors: [META] }) },
      '131049',
      'Not delivered: Too many',
    ],
    [
      'a status in Meta’s response',
      { custom_response: { statuses: [{ errors: [META] }] } },
      '131049',
      'Not delivered: Too many',
    ],
    ['errors under meta_object', { meta_object: { value: { errors: [META] } } }, '131049', 'Not delivered: Too many'],
    ['a code by its name', { error: { 131026: 'Undeliverable' } }, '131026', 'Undeliverable'],
    ['a reason by its field', { error: { to: 'invalid number' } }, undefined, 'to: invalid number'],
    ['a code that is a text of digits', { error_code: '131049' }, '131049', undefined],
    ['a code that is a number', { error_code: 131049, error: 'No' }, '131049', 'No'],
    ['no code beside a real one', { error_code: '0', errors: [{ code: 131049, title: 'No' }] }, '131049', 'No'],
    ['a code with its text', { error_code: '131049 - Too many' }, '131049', 'Too many'],
    [
      'a code with a text that starts with a number',
      { error_code: '131047 - 24 hours are over' },
      '131047',
      '24 hours are over',
    ],
    ['a code with its text, and another text', { error_code: '131049 - Too many', error: 'Never' }, '131049', 'Never'],
    ['a code after a colon', { error_code: 'Error 131049: Too many' }, '131049', 'Too many'],
    ['a code in brackets', { error: '(#131049) Too many' }, '131049', 'Too many'],
    ['Kaleyra’s own code', { error_code: 'WAV2101 - Daily limit' }, 'WAV2101', 'Daily limit'],
    ['a text in the place of the code', { error_code: 'Message undeliverable' }, undefined, 'Message undeliverable'],
    ['a word in the place of the code', { error_code: 'undeliverable' }, undefined, 'undeliverable'],
    ['a text that starts with a number', { error: '24 hours are over' }, undefined, '24 hours are over'],
    ['a text that starts with a date', { error: '2024-08 was too late' }, undefined, '2024-08 was too late'],
    ['a number of a person in the place of the code', { error_code: '919811111111' }, undefined, '•••• 1111'],
    [
      'nothing that was filled in',
      { error_code: '<error_code>', error: 'null', errors: [], reason: {} },
      undefined,
      undefined,
    ],
  ])('gives code and text of a failure in every form: %s', (_, reason, code, text) => {
    expect(byPost({ ...FAILED, ...reason })).toMatchObject({
      updates: [{ messageId: ID, status: 'failed', code, text }],
    });
  });

  const CODE_NAMES = ['error_code', 'errorCode', 'err_code', 'code'];
  const TEXT_NAMES = ['error_message', 'error_description', 'error_reason', 'error_text', 'reason', 'failure_reason'];
  const INNER_TEXT_NAMES = [...TEXT_NAMES, 'message', 'title', 'msg', 'description', 'text', 'details'];

  it.each(CODE_NAMES)('takes a code by the name %s, beside the status and inside an error', (name) => {
    const expected = { updates: [{ code: '131049', text: undefined }] };

    expect(byPost({ ...FAILED, [name]: 131049 })).toMatchObject(expected);
    expect(byPost({ ...FAILED, errors: [{ [name]: 131049 }] })).toMatchObject(expected);
  });

  it.each(TEXT_NAMES)('takes a text by the name %s beside the status', (name) => {
    expect(byPost({ ...FAILED, [name]: 'Too many' })).toMatchObject({ updates: [{ text: 'Too many' }] });
  });

  it.each(INNER_TEXT_NAMES)('takes a text by the name %s inside an error', (name) => {
    const errors = [{ code: 131049, [name]: 'Too many' }];

    expect(byPost({ ...FAILED, errors })).toMatchObject({ updates: [{ code: '131049', text: 'Too many' }] });
  });

  it.each([
    ['errors', (many: readonly object[]) => ({ errors: many })],
    ['statuses', (many: readonly object[]) => ({ statuses: many.map((one) => ({ errors: [one] })) })],
  ])('reads WhatsApp’s response once, however many entries and %s a report has', (_, response) => {
    const parse = vi.spyOn(JSON, 'parse');
    const many = 800;
    const custom_response = JSON.stringify(
      response(Array.from({ length: many }, () => ({ code: 131026, title: 'No' }))),
    );
    const statuses = Array.from({ length: many }, () => ({ id: ID, status: 'failed' }));
    const started = performance.now();

    const reading = byPost({ ...FAILED, statuses, custom_response });

    expect(performance.now() - started).toBeLessThan(2_000);
    expect(parse.mock.calls.filter(([text]) => text === custom_response)).toHaveLength(1);
    const failed = Array.from({ length: many }, () => expect.objectContaining({ code: '131026', text: 'No' }));
    expect(reading).toMatchObject({ updates: failed });
  });

  it('takes what was sent for no reason', () => {
    expect(byPost({ ...FAILED, message: 'Hello Asha' })).toMatchObject({ updates: [{ text: undefined }] });
  });

  it.each([
    ['errors[0][code]=131049&errors[0][title]=No'],
    ['errors[][code]=131049&errors[][title]=No'],
    ['errors.0.code=131049&errors.0.title=No'],
    ['error[code]=131049&error[message]=No'],
    ['error=old&error[code]=131049&error[message]=No'],
    [
      'meta_object[value][statuses][0][errors][0][code]=131049&meta_object[value][statuses][0][errors][0][error_data][details]=No',
    ],
    [`error=${encodeURIComponent('{"code":131049,"message":"No"}')}`],
    ['error_code=131049+-+No'],
  ])('gives code and text of a failure in a form and in a query: %s', (fields) => {
    const expected = { updates: [{ status: 'failed', code: '131049', text: 'No' }] };

    expect(byGet(`id=${ID}&status=failed&${fields}`)).toMatchObject(expected);
    expect(byPost(`id=${ID}&status=failed&${fields}`)).toMatchObject(expected);
  });

  it('gives the code wherever an error lies, and never a number of a person as one', () => {
    const { inside, key } = fc.letrec<{ inside: unknown; key: string }>((tie) => ({
      key: fc.constantFrom('error', 'errors'),
      inside: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom<unknown>(
          { code: 131026 },
          { code: '131026 - 919811111111 is not there' },
          '131026: 919811111111 is not there',
          '{"code":131026,"message":"+91 98111 11111"}',
        ),
        fc.tuple(tie('key'), tie('inside')).map(([name, value]) => ({ [name]: value })),
        tie('inside').map((value) => [value]),
        tie('inside').map((value) => JSON.stringify(value)),
      ),
    }));
    fc.assert(
      fc.property(key, inside, (name, value) => {
        const reading = byPost({ ...FAILED, [name]: value });

        expect(reading).toMatchObject({ updates: [{ code: '131026' }] });
        expect(JSON.stringify(reading)).not.toMatch(/98111/);
      }),
      { numRuns: 300 },
    );
  });

  it('cuts a reason, and passes over what nobody would write', () => {
    const long = byPost({ ...FAILED, error: { code: 131026, message: 'x'.repeat(10_000) } });
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ error: inner }), { code: 131026 });

    expect(long.kind === 'status' ? long.updates[0]?.text?.length : undefined).toBe(300);
    expect(byPost({ ...FAILED, error: deep })).toMatchObject({ updates: [{ code: undefined, text: undefined }] });
  });

  it.each([
    ['an ID that is no number', 'IN.1393000000001', undefined],
    ['an ID of digits and letters', '919811111111@s.whatsapp.net', undefined],
    ['two zeros for its plus', '00919811111111', '919811111111'],
  ])('takes only a number for the recipient: %s', (_, mobile, digits) => {
    expect(byPost({ id: ID, status: 'sent', mobile })).toMatchObject({ updates: [{ recipientDigits: digits }] });
  });

  it('may come with others in one list', () => {
    const reading = byPost([
      { id: 'a:0', status: 'sent' },
      7,
      { id: 'a:1', status: 'odd' },
      { id: 'a:2', status: 'read' },
    ]);

    expect(reading).toMatchObject({
      updates: [
        { messageId: 'a:0', status: 'sent' },
        { messageId: 'a:2', status: 'read' },
      ],
      unknownWords: ['odd'],
    });
  });

  it('of the second API is read without harm', () => {
    const reading = byPost({
      meta_object: {
        value: {
          messaging_product: 'whatsapp',
          statuses: [{ id: 'x', status: 'sent', timestamp: '1722833865', recipient_id: '919811111111' }],
        },
        field: 'messages',
      },
      extra_info: { message_id: 'wamid.HBgL==', ref: 'token-1' },
      status: 'sent',
      message_id: 'wamid.HBgL==',
    });

    expect(reading).toMatchObject({
      updates: [{ messageId: 'wamid.HBgL==', status: 'sent', batchToken: 'token-1', recipientDigits: '919811111111' }],
    });
  });

  it('of the second API that says "not sent" has its code and reason', () => {
    const reading = byPost({
      code: 'WAV2101',
      status: 'not sent',
      reason: 'Account daily limit reached',
      message_id: 'wamid.HBgL==',
      extra_info: { ref: 'token-1' },
    });

    expect(reading).toMatchObject({
      updates: [{ status: 'failed', code: 'WAV2101', text: 'Account daily limit reached', batchToken: 'token-1' }],
    });
  });

  const STATUSES = [
    { id: 'wamid.1', status: 'delivered', timestamp: '1722834665', recipient_id: '919811111111' },
    { id: 'wamid.2', status: 'failed', recipient_id: '919822222222', errors: [{ code: 131026, title: 'No' }] },
    { id: 'wamid.3', status: 'deleted', recipient_id: '919833333333' },
    { id: 'wamid.1', status: 'read', recipient_id: '919811111111' },
  ];
  const EACH = {
    updates: [
      {
        messageId: 'wamid.1',
        status: 'delivered',
        code: undefined,
        recipientDigits: '919811111111',
        batchToken: 'token-1',
      },
      { messageId: 'wamid.2', status: 'failed', code: '131026', text: 'No', recipientDigits: '919822222222' },
      { messageId: 'wamid.1', status: 'read', batchToken: 'token-1' },
    ],
    unknownWords: ['deleted'],
  };

  it.each([
    ['the second API', { meta_object: { value: { statuses: STATUSES } }, extra_info: { ref: 'token-1' } }],
    [
      'the second API, with a status and an ID around them',
      {
        meta_object: { value: { statuses: STATUSES } },
        status: 'sent',
        message_id: 'wamid.1',
        extra_info: { ref: 'token-1' },
      },
    ],
    [
      'the second API, as JSON in a text',
      { meta_object: JSON.stringify({ value: { statuses: STATUSES } }), ref: 'token-1' },
    ],
    [
      'Meta’s own webhook',
      { entry: [{ changes: STATUSES.map((status) => ({ value: { statuses: [status] } })) }], ref: 'token-1' },
    ],
    ['a list of such', STATUSES.map((status) => ({ meta_object: { value: { statuses: [status] } }, ref: 'token-1' }))],
    [
      'JSON of JSON',
      JSON.stringify(JSON.stringify({ meta_object: { value: { statuses: STATUSES } }, ref: 'token-1' })),
    ],
  ])('counts with each of its statuses: %s', (_, body) => {
    expect(byPost(body)).toMatchObject(EACH);
  });

  it('counts with each status of one message under the ID that stands around them', () => {
    const statuses = ['sent', 'delivered'].map((status) => ({ id: 'wamid.1', status, recipient_id: '919811111111' }));

    const reading = byPost({ meta_object: { value: { statuses } }, message_id: ID, status: 'sent' });

    expect(reading).toMatchObject({
      updates: [
        { messageId: ID, status: 'sent' },
        { messageId: ID, status: 'delivered' },
      ],
    });
  });

  it('counts with each of a thousand reports in one list', () => {
    const reading = byPost(Array.from({ length: 1_000 }, (_, index) => ({ id: `m:${index}`, status: 'sent' })));

    expect(reading.kind === 'status' ? reading.updates.length : 0).toBe(1_000);
  });

  it.each([
    ['no ID', { status: 'sent' }],
    ['a placeholder for an ID', { id: '<id>', status: 'sent' }],
    ['an ID that is none', { id: 'a b\r\nc', status: 'sent' }],
    ['an ID without end', { id: 'a'.repeat(1_000), status: 'sent' }],
    ['no status', { id: ID }],
  ])('is not one with %s', (_, body) => {
    expect(byPost(body)).toEqual({ kind: 'unreadable' });
  });
});

describe('what else Kaleyra sends to the same address', () => {
  it('is a change of quality or limit', () => {
    expect(byGet('display_phone_number=16505551111&event=FLAGGED&current_limit=TIER_10K')).toEqual({
      kind: 'quality',
      event: 'FLAGGED',
      limit: 'TIER_10K',
    });
  });

  it.each([
    ['Approved', 'APPROVED'],
    ['REJECTED', 'REJECTED'],
    ['disabled', 'DISABLED'],
    ['Paused', 'PAUSED'],
    ['FLAGGED', 'FLAGGED'],
    ['REINSTATED', 'APPROVED'],
    ['Unarchived', 'APPROVED'],
    ['PENDING_DELETION', 'PENDING_DELETION'],
    ['ENLIGHTENED', 'UNKNOWN ENLIGHTENED'],
    ['', undefined],
  ])('is a decision on a template: %s', (event, status) => {
    const reading = byPost({
      id: '1',
      time: '1722833865',
      event,
      message_template_id: '9',
      message_template_name: 'booking_confirm',
      message_template_language: 'en',
    });

    expect(reading).toEqual({ kind: 'template_status', name: 'booking_confirm', language: 'en', status });
  });

  it.each([
    ['a text', byGet('created_at=1603914166&type=text&from=14133881111&name=John%20Cruz&body=Hello%20World')],
    [
      'a tapped button',
      byPost({ meta_object: { value: { messages: [{ from: '91', type: 'button' }] } }, extra_info: {} }),
    ],
  ])('is a message from a person: %s', (_, reading) => {
    expect(reading).toEqual({ kind: 'inbound' });
  });
});

describe('a callback that says nothing', () => {
  it.each([
    ['an empty one', byGet('')],
    ['our token alone', byGet('t=token-1')],
    ['null', byPost('null')],
    ['a list', byPost('[]')],
    ['a number', byPost('7')],
    ['XML', byPost('<status id="1">sent</status>', 'application/xml')],
    ['XML that calls itself a form', byPost('<a b="c"/>', 'application/x-www-form-urlencoded')],
    ['JSON cut short', byPost('{"id":"a:0","status":"se')],
    [
      'multipart',
      byPost('--x\r\ncontent-disposition: form-data; name="id"\r\n\r\na\r\n--x--', 'multipart/form-data; boundary=x'),
    ],
    ['depth', byPost(`{"id":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
    ['a prototype', byPost('{"__proto__":{"id":"a:0","status":"sent"}}')],
  ])('is unreadable: %s', (_, reading) => {
    expect(reading).toEqual({ kind: 'unreadable' });
  });

  it('never throws, whatever comes', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'id',
        'status',
        'sent',
        'event',
        'meta_object',
        'value',
        'statuses',
        'extra_info',
        'message_id',
        't',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.object({ key: word, maxDepth: 4 }).map((object) => JSON.stringify(object)),
    );
    const type = fc.option(fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'x'), {
      nil: undefined,
    });
    fc.assert(
      fc.property(body, type, fc.dictionary(word, word), (text, contentType, query) => {
        const reading = readCallback({ query: new URLSearchParams(query), body: text, contentType });

        expect(['status', 'quality', 'inbound', 'template_status', 'unreadable']).toContain(reading.kind);
      }),
      { numRuns: 500 },
    );
  });
});

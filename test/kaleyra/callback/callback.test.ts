import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    ['<b>sent</b>', '…'],
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
    ['FLAGGED', undefined],
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

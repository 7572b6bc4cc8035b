import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';
import { AT, byGet, byPost, FLAT, META, NOW, one, v2, WRITTEN } from './raw-replies.ts';

describe('what V1 tells of a reply', () => {
  it('is read from a query, as Kaleyra calls a plain address', () => {
    const reply = one(byGet({ ...FLAT, type: 'text', body: 'Can I come an hour later?', reply_to: 'c9e113f0:0' }));
    expect(reply).toEqual({
      id: expect.stringMatching(/^[\w-]{43}$/),
      writtenAt: WRITTEN,
      sender: '+919800000000',
      from: '+919811111111',
      writer: '919811111111',
      name: 'Asha Rao',
      kind: 'text',
      text: 'Can I come an hour later?',
      payload: undefined,
      media: undefined,
      context: { messageIds: ['c9e113f0:0'], batchToken: undefined },
    });
  });

  it('is the same reply by query, JSON and form', () => {
    const fields = { ...FLAT, type: 'text', body: 'Yes' };
    const ids = [byGet(fields), byPost(fields), byPost(new URLSearchParams(fields).toString())].map(
      (raw) => one(raw).id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('is another reply when any of it differs', () => {
    const base = { ...FLAT, type: 'text', body: 'Yes' };
    const others = [
      { from: '919822222222' },
      { wanumber: '919800000001' },
      { created_at: '1764417001' },
      { body: 'No' },
    ];
    const ids = [base, ...others.map((other) => ({ ...base, ...other }))].map((fields) => one(byGet(fields)).id);
    expect(new Set(ids).size).toBe(5);
  });

  it('without a time was written when it came, and is one reply within a minute', () => {
    const { created_at: _, ...fields } = { ...FLAT, type: 'text', body: 'ok' };
    const at = (time: string) => readIncoming(byGet(fields), new Date(`2026-11-29T${time}Z`))[0];
    expect(at('12:00:10')?.writtenAt).toEqual(new Date('2026-11-29T12:00:10Z'));
    expect(at('12:00:10')?.id).toBe(at('12:00:40')?.id);
    expect(at('12:00:10')?.id).not.toBe(at('13:00:10')?.id);
  });

  it('is never written in the future, which would open the window for an answer too long', () => {
    expect(one(byGet({ ...FLAT, type: 'text', body: 'x', created_at: '1999999999' })).writtenAt).toEqual(NOW);
  });

  it.each([
    ['image', 'image/jpeg', 'image'],
    ['video', 'video/mp4', 'video'],
    ['voice', 'audio/ogg', 'voice'],
    ['audio', 'audio/mpeg', 'voice'],
    ['document', 'application/pdf', 'document'],
    ['sticker', 'image/webp', 'image'],
  ])('of a %s is its link and what it is', (type, mime, kind) => {
    const url = 'https://kaleyra.s3.amazonaws.com/a/b.bin?X-Amz-Signature=1';
    const reply = one(byGet({ ...FLAT, type, mime_type: mime, media_url: url, body: 'our table' }));
    expect(reply).toMatchObject({ kind, text: 'our table', media: { url, type: mime } });
    expect(one(byGet({ ...FLAT, type, mime_type: mime, media_url: url, body: url })).text).toBeUndefined();
  });

  it('is a link only where it leads to the web', () => {
    const reply = one(byGet({ ...FLAT, type: 'image', media_url: 'file:///etc/passwd' }));
    expect(reply.media).toBeUndefined();
  });

  it.each([
    ['its text in body', { body: 'Yes, I am coming' }, 'Yes, I am coming', undefined],
    ['both as JSON in body', { body: '{"payload":"P1","text":"Yes"}' }, 'Yes', 'P1'],
    ['fields of its own', { payload: 'P1', body: 'Yes' }, 'Yes', 'P1'],
    ['a mark of ours in body', { body: 'ws1.abc.1.0123abcd' }, undefined, 'ws1.abc.1.0123abcd'],
    ['JSON in message', { message: '{"type":"button","button":{"payload":"P1","text":"Yes"}}' }, 'Yes', 'P1'],
  ])('of a tap on a quick reply may be %s', (_, fields, text, payload) => {
    expect(one(byGet({ ...FLAT, type: 'button', ...fields }))).toMatchObject({ kind: 'button', text, payload });
  });

  it('of a place and of a contact is a line', () => {
    const location = JSON.stringify({ latitude: 12.97, longitude: 77.59, name: 'Cafe Rio', address: '5 Main Street' });
    expect(one(byGet({ ...FLAT, type: 'location', location }))).toMatchObject({
      kind: 'location',
      text: 'Cafe Rio, 5 Main Street (12.97, 77.59)',
    });
    const contacts = JSON.stringify([{ name: { formatted_name: 'Ravi' }, phones: [{ phone: '+91 98222 22222' }] }]);
    expect(one(byGet({ ...FLAT, type: 'contacts', contacts }))).toMatchObject({
      kind: 'contact',
      text: 'Ravi, +91 98222 22222',
    });
  });

  it('is taken from Meta’s own message where Kaleyra passes that on', () => {
    const custom_response = JSON.stringify({
      messages: [{ ...META, type: 'text', text: { body: 'Hi' }, context: { id: 'wamid.OLD' } }],
    });
    expect(one(byGet({ ...FLAT, type: 'text', body: 'Hi', custom_response }))).toMatchObject({
      id: 'wamid.HBgM1',
      text: 'Hi',
      sender: '+919800000000',
      name: 'Asha Rao',
      context: { messageIds: ['wamid.OLD'] },
    });
  });

  it('holds no placeholder that Kaleyra did not fill, and keeps what only looks like nothing', () => {
    const unfilled = { name: '<name>', reply_to: '<reply_to>', media_url: '<media_url>', message: '<message>' };
    expect(one(byGet({ ...FLAT, type: 'text', body: 'null', ...unfilled }))).toMatchObject({
      text: 'null',
      name: undefined,
      media: undefined,
    });
  });

  it('is cut to what WhatsApp takes, and to what every database holds', () => {
    const reply = one(byGet({ ...FLAT, type: 'text', body: `a\0${'\ud83d\ude00'.repeat(5_000)}` }));
    expect(reply.text).toHaveLength(4_096);
    expect(reply.text).toMatch(/^a\ufffd/);
    expect(reply.text?.isWellFormed()).toBe(true);
  });
});

describe('what V2 tells of replies', () => {
  it.each([
    ['text', { type: 'text', text: { body: 'Hello' } }, { kind: 'text', text: 'Hello' }],
    [
      'a quick reply',
      { type: 'button', button: { payload: 'button0', text: 'message' } },
      { kind: 'button', text: 'message', payload: 'button0' },
    ],
    [
      'a row of a list',
      {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Tea', description: 'hot' } },
      },
      { kind: 'choice', text: 'Tea', payload: 'r1' },
    ],
    [
      'a button of a message',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'b1', title: 'Yes' } } },
      { kind: 'choice', text: 'Yes', payload: 'b1' },
    ],
    [
      'an address form',
      {
        type: 'interactive',
        interactive: {
          type: 'nfm_reply',
          nfm_reply: {
            name: 'address',
            body: 'Sent',
            response_json: '{"flow_token":"t","values":{"city":"Pune","pin":411001}}',
          },
        },
      },
      { kind: 'choice', text: 'city: Pune\npin: 411001' },
    ],
    [
      'a reaction',
      { type: 'reaction', reaction: { message_id: 'wamid.OUT', emoji: '👍' } },
      { kind: 'reaction', text: '👍' },
    ],
    ['a kind that no page names', { type: 'poll', poll: { body: 'x' } }, { kind: 'other' }],
  ])('reads %s', (_, message, expected) => {
    expect(one(v2([{ ...META, ...message }]))).toMatchObject({
      ...expected,
      id: 'wamid.HBgM1',
      writtenAt: WRITTEN,
      sender: '+919800000000',
      from: '+919811111111',
      name: 'Asha Rao',
    });
  });

  it('takes a photo from where Kaleyra keeps it', () => {
    const image = { mime_type: 'image/jpeg', sha256: 's', id: '1', caption: 'our table' };
    const media_url = 'https://media.example.com/1.jpg';
    expect(one(v2([{ ...META, type: 'image', image }], { media_url }))).toMatchObject({
      kind: 'image',
      text: 'our table',
      media: { url: media_url, type: 'image/jpeg' },
    });
  });

  it('knows what it answers by every name that it has', () => {
    const message = { ...META, context: { from: '919800000000', id: 'wamid.OUT' }, type: 'text', text: { body: 'x' } };
    expect(one(v2([message], { ref: 'token-of-batch', ref1: '', reply_to: 'c9e113f0-6fc2:0' })).context).toEqual({
      messageIds: ['c9e113f0-6fc2:0', 'wamid.OUT'],
      batchToken: 'token-of-batch',
    });
  });

  it('reads all of them, not only the first, and gives what stands beside them to none', () => {
    const messages = ['a', 'b', 'c'].map((id) => ({ ...META, id: `wamid.${id}`, type: 'text', text: { body: id } }));
    const replies = readIncoming(v2(messages, { reply_to: 'c9e113f0:0' }), NOW);
    expect(replies.map(({ id, text }) => [id, text])).toEqual([
      ['wamid.a', 'a'],
      ['wamid.b', 'b'],
      ['wamid.c', 'c'],
    ]);
    expect(replies.flatMap(({ context }) => context.messageIds)).toEqual([]);
  });

  it('knows a person who hides the number by the ID', () => {
    const reply = one(v2([{ ...META, from: 'IN.1393000000001', type: 'text', text: { body: 'x' } }]));
    expect(reply).toMatchObject({ from: undefined, writer: 'IN.1393000000001' });
  });

  it('knows two such people apart, however long their IDs are and wherever they differ', () => {
    const id = fc.stringMatching(/^[A-Z]{2}\.[A-Za-z\d]{1,140}$/, { size: 'max' });
    const end = fc.stringMatching(/^[A-Za-z]$/);
    fc.assert(
      fc.property(id, fc.uniqueArray(end, { minLength: 2, maxLength: 2 }), (start, ends) => {
        const writers = ends.map(
          (last) => one(v2([{ ...META, from: `${start}${last}`, type: 'text', text: { body: 'x' } }])).writer,
        );
        expect(new Set(writers).size).toBe(2);
        expect(Math.max(...writers.map(({ length }) => length))).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('what is no reply', () => {
  it.each([
    ['a delivery report', byGet({ id: 'a:0', status: 'read', mobile: '919811111111', timestamp: AT })],
    [
      'a delivery report that repeats the message',
      byGet({ id: 'a:0', status: 'read', mobile: '919811111111', type: 'text', body: 'Hi' }),
    ],
    ['a report of V2', byPost({ meta_object: { value: { statuses: [{ id: 'w', status: 'read' }] } } })],
    ['news of the number', byGet({ display_phone_number: '16505551111', event: 'FLAGGED', current_limit: 'TIER_10K' })],
    ['a read receipt', v2([{ ...META, type: 'read' }])],
    ['a message that was taken back', v2([{ ...META, type: 'revoke' }])],
    ['a reaction that was taken back', v2([{ ...META, type: 'reaction', reaction: { message_id: 'w', emoji: '' } }])],
    ['a change of number', v2([{ ...META, type: 'system', system: { body: 'changed' } }])],
    ['a message of no one', byGet({ type: 'text', body: 'Hi' })],
    ['nothing', byGet({})],
  ])('is not read as one: %s', (_, raw) => {
    expect(readIncoming(raw, NOW)).toEqual([]);
  });
});

describe('any payload', () => {
  const NAMES = [
    'from',
    'type',
    'body',
    'message',
    'messages',
    'meta_object',
    'value',
    'contacts',
    'location',
    'media_url',
  ];
  const anyValue = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('text', 'button', 'image', '919811111111', 'wamid.1', AT, '<body>'),
      fc.double(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 8 }),
      tie('value').map((inner) => JSON.stringify(inner)),
    ),
  })).value;

  it('is read or not, and never throws; what is read has lengths that a row takes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...NAMES), fc.string()), anyValue, (query, body) => {
        for (const raw of [
          { ...byPost(body ?? ''), query: new URLSearchParams(query) },
          byPost(JSON.stringify(body)),
        ]) {
          for (const reply of readIncoming(raw, NOW)) {
            const { text = '', name = '', payload = '', media, id, writer } = reply;
            const sizes = [
              text.length <= 4_096,
              name.length <= 120,
              payload.length <= 256,
              id.length <= 128,
              writer.length <= 64,
            ];
            expect(sizes).not.toContain(false);
            expect(
              [text, name, payload, media?.url ?? '', id, writer].every(
                (part) => part.isWellFormed() && !part.includes('\0'),
              ),
            ).toBe(true);
            expect(reply.writtenAt.getTime()).toBeLessThanOrEqual(NOW.getTime());
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';
import { AT, byGet, byPost, FLAT, META, NOW, one } from './raw-replies.ts';

describe('a reply by V1’s fields', () => {
  const { from: _, ...WITHOUT_FROM } = FLAT;

  it.each([
    ['a photo by what its file is', { media_url: 'https://e.com/1', mime_type: 'image/png' }, 'image'],
    ['a document where that is not said', { media_url: 'https://e.com/1' }, 'document'],
    ['a place', { location: '{"latitude":1,"longitude":2}' }, 'location'],
    ['contacts', { contacts: '[{"name":"Ravi"}]' }, 'contact'],
    ['a text', { body: 'Hi', location: '<location>' }, 'text'],
  ])('without a type is %s', (_, fields, kind) => {
    expect(one(byGet({ ...FLAT, ...fields })).kind).toBe(kind);
  });

  it('without a type and without anything else is none', () => {
    expect(readIncoming(byGet(FLAT), NOW)).toEqual([]);
  });

  it('may name its writer mobile, and its time timestamp', () => {
    const { created_at, ...fields } = WITHOUT_FROM;
    const reply = one(byGet({ ...fields, mobile: '919811111111', timestamp: created_at, type: 'text', body: 'Hi' }));

    expect(reply).toMatchObject({ from: '+919811111111', writtenAt: new Date(Number(AT) * 1_000) });
  });

  it('may have its text under message', () => {
    expect(one(byGet({ ...FLAT, type: 'text', message: 'Hi' })).text).toBe('Hi');
  });

  it.each([
    ['fields of its own', { button_payload: 'P1', button_text: 'Yes' }, 'Yes', 'P1'],
    ['a text', { text: 'Yes' }, 'Yes', undefined],
    ['JSON under button', { button: '{"payload":"P1","text":"Yes"}' }, 'Yes', 'P1'],
    ['JSON without a text', { body: '{"payload":"P1"}' }, undefined, 'P1'],
    ['a mark of ours beside a payload', { payload: 'P1', body: 'ws1.abc.1.0123abcd' }, undefined, 'P1'],
  ])('of a tap may be %s', (_, fields, text, payload) => {
    expect(one(byGet({ ...FLAT, type: 'button', ...fields }))).toMatchObject({ kind: 'button', text, payload });
  });

  it('of a choice may be JSON under interactive', () => {
    const interactive = JSON.stringify({ list_reply: { id: 'r1', title: 'Tea' } });

    expect(one(byGet({ ...FLAT, type: 'list_reply', interactive }))).toMatchObject({
      kind: 'choice',
      text: 'Tea',
      payload: 'r1',
    });
  });

  it.each([
    ['contacts', { body: 'Ravi, 98222' }, 'Ravi, 98222'],
    ['location', { body: '{"name":"Cafe Rio"}' }, 'Cafe Rio'],
    ['reaction', { body: '👍' }, '👍'],
    ['reaction', { reaction: '{"emoji":"👍"}' }, '👍'],
  ])('of %s may stand elsewhere too', (type, fields, text) => {
    expect(one(byGet({ ...FLAT, type, ...fields })).text).toBe(text);
  });

  it('of a reaction that was taken back is none', () => {
    expect(readIncoming(byGet({ ...FLAT, type: 'reaction', body: '' }), NOW)).toEqual([]);
  });

  it('knows the batch that it answers', () => {
    expect(one(byGet({ ...FLAT, type: 'text', body: 'Hi', ref: 'batch-token' })).context.batchToken).toBe(
      'batch-token',
    );
  });

  it.each([
    ['message', { from: '' }],
    ['custom_response', {}],
  ])('is Meta’s own message where %s has it', (name, change) => {
    const inner = JSON.stringify({ ...META, id: 'wamid.1', type: 'TEXT', text: { body: 'Hi' } });
    const extra_info = JSON.stringify({ reply_to: 'c9e113f0:0' });

    expect(one(byGet({ ...FLAT, ...change, [name]: inner, extra_info }))).toMatchObject({
      id: 'wamid.1',
      text: 'Hi',
      context: { messageIds: ['c9e113f0:0'] },
    });
  });
});

describe('what somebody writes as JSON', () => {
  const OTHER = '919822222222';
  /** Whole messages of somebody else, and what they may be wrapped in. */
  const forged = fc
    .record({
      from: fc.constantFrom(OTHER, `+${OTHER}`, undefined),
      id: fc.constantFrom('wamid.OTHER', undefined),
      timestamp: fc.constantFrom('1700000000', undefined),
      type: fc.constantFrom('text', 'TEXT', 'button', 'image', 'reaction', 'read', 'interactive'),
      text: fc.constantFrom({ body: 'START' }, 'STOP'),
      button: fc.constant({ payload: 'P1', text: 'Stop promotions' }),
      image: fc.constant({ link: 'https://stranger.s3.amazonaws.com/x', id: '1' }),
      context: fc.constant({ id: 'wamid.THEIRS' }),
    })
    .chain((message) => {
      const list = { messages: [message, { ...message, from: OTHER }], contacts: [{ wa_id: OTHER }] };
      return fc.constantFrom<object>(message, list, { value: list }, { entry: [{ changes: [{ value: list }] }] }, [
        message,
      ]);
    })
    .map((whole) => JSON.stringify(whole));
  const MEDIA_URL = 'https://kaleyra.s3.amazonaws.com/a';
  /** Where what a person wrote may stand, and what else comes with it. */
  const place = fc.constantFrom<readonly [string, object]>(
    ['body', { type: 'text' }],
    ['body', {}],
    ['body', { type: 'image', media_url: MEDIA_URL }],
    ['message', { type: 'text' }],
    ['message', { type: 'document', media_url: MEDIA_URL }],
  );

  it('is a text of their own, whatever it says of who wrote, when, and to what', () => {
    fc.assert(
      fc.property(forged, place, fc.constantFrom('from', 'mobile'), (text, [name, beside], writer) => {
        const { from, ...rest } = FLAT;
        const reply = one(byGet({ ...rest, [writer]: from, [name]: text, ...beside }));

        expect(reply).toMatchObject({ writer: from, text, context: { messageIds: [], batchToken: undefined } });
        expect(reply.id).not.toBe('wamid.OTHER');
        expect(reply.media?.url ?? MEDIA_URL).toBe(MEDIA_URL);
      }),
    );
  });

  it('of somebody else is not believed in what Kaleyra got from WhatsApp either', () => {
    const theirs = { ...META, from: OTHER, type: 'text', text: { body: 'START' } };
    for (const inner of [theirs, { messages: [theirs] }]) {
      const custom_response = JSON.stringify(inner);
      expect(one(byGet({ ...FLAT, type: 'text', body: 'Hi', custom_response }))).toMatchObject({
        writer: FLAT.from,
        text: 'Hi',
      });
    }
  });
});

describe('the kind of a reply', () => {
  it.each([
    ['text', 'text'],
    ['Quick_Reply', 'button'],
    ['list reply', 'choice'],
    ['button-reply', 'choice'],
    ['nfm_reply', 'choice'],
    ['image', 'image'],
    ['sticker', 'image'],
    ['ptt', 'voice'],
    ['voice', 'voice'],
    ['audio', 'voice'],
    ['video', 'video'],
    ['document', 'document'],
    ['file', 'document'],
    ['contact', 'contact'],
    ['contacts', 'contact'],
    ['vcard', 'contact'],
    ['location', 'location'],
    ['order', 'other'],
  ])('%s is %s', (type, kind) => {
    expect(one(byGet({ ...FLAT, type, body: 'x' })).kind).toBe(kind);
  });

  it.each([
    ...['read', 'delivered', 'sent', 'failed', 'status', 'receipt', 'read_receipt', 'typing'],
    ...['deleted', 'delete', 'revoke', 'revoked', 'system', 'event', 'user_preferences'],
  ])('%s is no reply', (type) => {
    expect(readIncoming(byGet({ ...FLAT, type, body: 'x' }), NOW)).toEqual([]);
  });
});

describe('who wrote a reply, and where its photo lies', () => {
  it.each([
    ['null', undefined],
    ['Undefined', undefined],
    ['Null Singh', 'Null Singh'],
    ['n'.repeat(121), 'n'.repeat(120)],
  ])('has a name only where there is one: %s', (name, expected) => {
    expect(one(byGet({ ...FLAT, name, type: 'text', body: 'x' })).name).toBe(expected);
  });

  it('is an ID as it is up to sixty-four characters, of those of an ID, and its hash beyond', () => {
    const writerOf = (from: string) => one(byGet({ ...FLAT, from, type: 'text', body: 'x' })).writer;
    const longest = `IN.${'a'.repeat(61)}`;
    expect(writerOf(longest)).toBe(longest);
    expect(writerOf(`${longest}a`)).toMatch(/^[\w-]{43}$/);
    expect(readIncoming(byGet({ ...FLAT, from: 'some one', type: 'text', body: 'x' }), NOW)).toEqual([]);
  });

  it('is an address without the blanks around it', () => {
    const media_url = 'https://e.com/1';

    expect(one(byPost({ ...FLAT, type: 'image', media_url: ` ${media_url}\n` })).media?.url).toBe(media_url);
  });

  it('is no address that would have to be cut', () => {
    const photo = (length: number) => {
      const media_url = `https://e.com/${'a'.repeat(length - 14)}`;
      return one(byPost({ ...FLAT, type: 'image', media_url })).media?.url.length;
    };

    expect(photo(4_096)).toBe(4_096);
    expect(photo(4_097)).toBeUndefined();
  });
});

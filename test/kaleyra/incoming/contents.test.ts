import { describe, expect, it } from 'vitest';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';
import { AT, byPost, FLAT, META, NOW, one, v2 } from './raw-replies.ts';

const asha = (digit: number) => `+91981111111${digit}`;

describe('a message of Meta’s shape', () => {
  it.each([
    ['a caption', { caption: 'our table', filename: 'a.pdf' }, 'our table'],
    ['the name of its file where nobody wrote one', { filename: 'menu.pdf' }, 'menu.pdf'],
  ])('shows of a document %s', (_, document, text) => {
    expect(one(v2([{ ...META, type: 'document', document }]))).toMatchObject({ kind: 'document', text });
  });

  it.each(['link', 'url'])('has its photo under %s where Kaleyra names no place of its own', (name) => {
    const image = { [name]: 'https://media.example.com/2.jpg', mime_type: 'IMAGE/JPEG' };
    const around = { media_url: 'https://media.example.com/kept.jpg' };

    expect(one(v2([{ ...META, type: 'image', image }])).media).toEqual({
      url: 'https://media.example.com/2.jpg',
      type: 'image/jpeg',
    });
    expect(one(v2([{ ...META, type: 'image', image }], around)).media?.url).toBe(around.media_url);
  });

  it('says of a button what stands on it, by either of its names', () => {
    const button = { title: 'Yes', id: 'b1' };

    expect(one(v2([{ ...META, type: 'button', button }]))).toMatchObject({ text: 'Yes', payload: 'b1' });
  });

  it('takes a plain text for its text', () => {
    expect(one(v2([{ ...META, type: 'text', text: 'Hello' }])).text).toBe('Hello');
  });

  it('without a type is a text', () => {
    expect(one(v2([{ ...META, text: { body: 'Hello' } }]))).toMatchObject({ kind: 'text', text: 'Hello' });
  });

  it.each(['body', 'text'])('of a kind that is not documented shows its %s', (name) => {
    expect(one(v2([{ ...META, type: 'poll', poll: { [name]: 'Tea or coffee?' } }])).text).toBe('Tea or coffee?');
  });

  it('is from the one of its contacts who has the number, or from the only one', () => {
    const named = (...contacts: readonly object[]) => {
      const messages = [{ ...META, type: 'text', text: { body: 'x' } }];
      return one(byPost({ value: { contacts, messages } })).name;
    };
    const ravi = { wa_id: '919822222222', profile: { name: 'Ravi' } };
    const meera = { wa_id: '919811111111', profile: { name: 'Meera' } };

    expect(named(ravi, meera)).toBe('Meera');
    expect(named(ravi)).toBe('Ravi');
    expect(named(ravi, { ...meera, wa_id: '919833333333' })).toBeUndefined();
    expect(named()).toBeUndefined();
  });

  it('alone takes from what stands around it what it does not say itself', () => {
    const message = { id: 'wamid.1', type: 'image', image: {} };
    const around = {
      ...FLAT,
      media_url: 'https://media.example.com/1.jpg',
      reply_to: 'c9e113f0:0',
      ref: 'batch-token',
    };

    expect(one(byPost({ ...around, value: { messages: [message] } }))).toMatchObject({
      from: asha(1),
      sender: '+919800000000',
      name: 'Asha Rao',
      writtenAt: new Date(Number(AT) * 1_000),
      media: { url: around.media_url },
      context: { messageIds: ['c9e113f0:0'], batchToken: 'batch-token' },
    });
  });

  it('of a reaction answers the message that it is on', () => {
    const reply = one(v2([{ ...META, type: 'reaction', reaction: { message_id: 'wamid.OUT', emoji: '👍' } }]));

    expect(reply.context.messageIds).toEqual(['wamid.OUT']);
  });

  it('is read wherever it lies, five objects deep and no deeper', () => {
    const message = { ...META, type: 'text', text: { body: 'x' } };
    const under = (depth: number): object => (depth === 0 ? { messages: [message] } : { value: under(depth - 1) });

    expect(readIncoming(byPost(under(4)), NOW)).toHaveLength(1);
    expect(readIncoming(byPost(under(5)), NOW)).toEqual([]);
    for (const name of ['meta_object', 'entry', 'changes', 'value', 'custom_response', 'message'])
      expect(readIncoming(byPost({ [name]: [{ messages: [message] }] }), NOW)).toHaveLength(1);
  });

  it('is one of at most two hundred of a request', () => {
    const messages = Array.from({ length: 201 }, (_, n) => ({ ...META, id: `w${n}`, type: 'text', text: 'x' }));

    expect(readIncoming(v2(messages), NOW)).toHaveLength(200);
    expect(readIncoming(byPost([{ messages }, { messages }]), NOW)).toHaveLength(200);
  });
});

describe('the answers of a form', () => {
  const filled = (answers: unknown, body?: string) => {
    const nfm_reply = { body, response_json: typeof answers === 'string' ? answers : JSON.stringify(answers) };
    return one(v2([{ ...META, type: 'interactive', interactive: { nfm_reply } }])).text;
  };

  it('are a line each: words, numbers, ticks and choices', () => {
    const answers = { flow_token: 't', city: 'Pune', guests: 4, window: true, dishes: ['Dosa', {}, 'Idli'], none: [] };

    expect(filled(answers)).toBe('city: Pune\nguests: 4\nwindow: true\ndishes: Dosa, Idli');
  });

  it('are read three objects deep and no deeper', () => {
    expect(filled({ a: { b: { c: 'Pune', d: { e: 'no' } } } })).toBe('c: Pune');
  });

  it('are forty at most', () => {
    const answers = Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`q${n}`, n]));

    expect(filled(answers)?.split('\n')).toHaveLength(40);
  });

  it('are what WhatsApp writes in their place where there are none', () => {
    expect(filled('no JSON', 'Sent')).toBe('Sent');
  });
});

describe('contacts that a person shares', () => {
  const shared = (contacts: unknown) => one(v2([{ ...META, type: 'contacts', contacts }])).text;

  it('are a line, with every number of each', () => {
    const phones = [{ phone: asha(1) }, { type: 'HOME' }, { phone: asha(2) }];

    expect(
      shared([
        { name: { formatted_name: 'Asha' }, phones },
        { name: 'Ravi', phone: asha(3) },
      ]),
    ).toBe(`Asha, ${asha(1)}, ${asha(2)}; Ravi, ${asha(3)}`);
    expect(shared([{ phones }, {}])).toBe(`${asha(1)}, ${asha(2)}`);
  });

  it('are ten at most', () => {
    expect(shared(Array.from({ length: 11 }, (_, n) => ({ name: `P${n}` })))?.split('; ')).toHaveLength(10);
  });

  it('are the text that they come as', () => {
    expect(shared('Asha 98111 11111')).toBe('Asha 98111 11111');
  });
});

describe('a place that a person shares', () => {
  const shared = (location: unknown) => one(v2([{ ...META, type: 'location', location }])).text;

  it.each([
    ['its point alone', { latitude: 12.97, longitude: 77.59 }, '(12.97, 77.59)'],
    ['its point in other words', { lat: '12.97', long: '77.59' }, '(12.97, 77.59)'],
    ['its point in still other words', { lat: 12.97, lng: 77.59 }, '(12.97, 77.59)'],
    ['its name where half of the point is missing', { name: 'Cafe Rio', latitude: 12.97 }, 'Cafe Rio'],
    ['its address', { address: '5 Main Street' }, '5 Main Street'],
    ['the first of several', [{ name: 'Cafe Rio' }, { name: 'Bar' }], 'Cafe Rio'],
    ['a text', 'at the station', 'at the station'],
    ['nothing', {}, undefined],
  ])('is a line: %s', (_, location, text) => {
    expect(shared(location)).toBe(text);
  });
});

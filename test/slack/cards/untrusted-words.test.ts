import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../../support/block-walk.ts';
import { cardOf } from '../../support/cards.ts';
import { deliveryAt, failure, sendOf, type TemplateSend } from '../../support/sends.ts';

/** Marks that turn the direction of what follows or cannot be seen. */
const MARKS = ['\u202e', '\u2066', '\u200f', '\u200e', '\u061c', '\u200b', '\ufeff', '\u0007'];
const words = fc.array(fc.constantFrom('Call', ' ', '+91', ...MARKS), { minLength: 1 }).map((parts) => parts.join(''));

const PLACES: Readonly<Record<string, (text: string) => Partial<TemplateSend>>> = {
  'a refusal with a known code': (text) => refusedWith('E424', text),
  'a refusal with a code that stands for many causes': (text) => refusedWith('E400', text),
  'a refusal with a code that nobody knows': (text) => refusedWith('E999', text),
  'what could not be written as a request': (text) => ({
    deliveries: [
      deliveryAt(0, {
        status: 'rejected',
        messageId: undefined,
        failure: failure({ reason: 'never_sent', code: 'NOT_ENCODABLE', text }),
      }),
    ],
  }),
  'a report of a failure': (text) => ({
    deliveries: [deliveryAt(0, { status: 'failed', failure: failure({ code: '131000', text }) })],
  }),
  'a warning beside a yes': (text) => ({ warning: { kind: 'other', text } }),
  'a warning about our address': (text) => ({ warning: { kind: 'callback_not_allowed', text } }),
};

function refusedWith(code: string, text: string): Partial<TemplateSend> {
  const why = failure({ reason: 'refused', code, text });
  return { deliveries: [deliveryAt(0, { status: 'rejected', messageId: undefined, failure: why })] };
}

describe('Kaleyra’s words on a card', () => {
  it.each(Object.entries(PLACES))('look like what they are, in %s', (_, place) => {
    fc.assert(
      fc.property(words, (text) => {
        const { blocks } = cardOf(sendOf(place(text)));

        expect(textsOf(blocks).filter((one) => MARKS.some((mark) => one.text.includes(mark)))).toEqual([]);
      }),
    );
  });
});

describe('a message of which nobody knows', () => {
  const unknown = [
    deliveryAt(0, {
      status: 'unknown',
      messageId: undefined,
      failure: failure({ reason: 'no_answer', code: 'TIMEOUT' }),
    }),
  ];
  const shown = (change: Partial<TemplateSend>) =>
    textsOf(cardOf(sendOf({ deliveries: unknown, ...change })).blocks)
      .map(({ text }) => text)
      .join('');

  it('may still be settled by a report, where reports come', () => {
    expect(shown({})).toContain('A delivery report may still tell');
  });

  it.each<[string, Partial<TemplateSend>]>([
    ['none are set up', { reportsExpected: false }],
    ['Kaleyra does not allow our address', { warning: { kind: 'callback_not_allowed', text: 'not whitelisted' } }],
  ])('is for the recipient alone to say when %s', (_, change) => {
    expect(shown(change)).not.toContain('A delivery report may still tell');
    expect(shown(change)).toContain('. Ask the recipient before you send it again.');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOptOutText } from '../../../src/slack/commands/opt-out-text.ts';

describe('the text of an opt-out', () => {
  it('has the scope, the numbers and the reason', () => {
    expect(readOptOutText('marketing +91 98765 43210, +91 98765 43211 asked on the phone on 3 March')).toEqual({
      scope: 'marketing',
      numbers: '+91 98765 43210, +91 98765 43211',
      reason: 'asked on the phone on 3 March',
      hasNumberInReason: false,
    });
    expect(readOptOutText('+919876543210')).toMatchObject({
      scope: 'all',
      numbers: '+919876543210',
      reason: undefined,
    });
    expect(readOptOutText('all: +919876543210')).toMatchObject({ scope: 'all', numbers: '+919876543210' });
  });

  it('takes all numbers that words join', () => {
    expect(readOptOutText('+91 98765 43210 and +91 98765 43211')).toMatchObject({
      numbers: '+91 98765 43210 and +91 98765 43211',
      reason: undefined,
    });
  });

  it('keeps a number that was mistyped among the numbers, so that it is refused and not passed over', () => {
    expect(readOptOutText('+91 98765 4321O')).toMatchObject({ numbers: '+91 98765 4321O', reason: undefined });
  });

  it('has no numbers where none was typed', () => {
    expect(readOptOutText('')).toMatchObject({ numbers: '' });
    expect(readOptOutText('asha, please')).toMatchObject({ numbers: '' });
  });

  it('never takes a whole number for a part of the reason in silence', () => {
    const number = fc.stringMatching(/^\+[1-9]\d{9,13}$/);
    const word = fc.constantFrom('asked', 'because', 'and', 'to', 'please', 'no', 'and also');
    fc.assert(
      fc.property(fc.array(fc.oneof(number, word), { minLength: 1, maxLength: 6 }), (parts) => {
        const read = readOptOutText(parts.join(' '));
        const [first] = parts.filter((part) => part.startsWith('+'));
        const isRead = parts.every((part) => !part.startsWith('+') || read.numbers.includes(part));
        return first === undefined || isRead || read.hasNumberInReason;
      }),
    );
  });
});

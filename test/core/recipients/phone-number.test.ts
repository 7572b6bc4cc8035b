import { describe, expect, it } from 'vitest';
import { digitsOf, maskPhoneNumber, parsePhoneNumber } from '../../../src/core/recipients/phone-number.ts';

describe('a phone number', () => {
  it.each(['+919876543210', '+6834567', '+123456789012345'])('is %s', (text) => {
    expect(parsePhoneNumber(text)).toEqual({ ok: true, value: text });
  });

  it.each([
    '919876543210',
    '+0919876543210',
    '+91 98765 43210',
    '+123456',
    '+1234567890123456',
    '+919876543210\n',
    '+９１９８７６５４３２１０',
    '',
  ])('is not %j', (text) => {
    expect(parsePhoneNumber(text)).toEqual({ ok: false, failure: 'not_e164' });
  });

  it('goes to Kaleyra as digits and into a channel as its last four', () => {
    const number = parsePhoneNumber('+919876543210');

    expect(number.ok && digitsOf(number.value)).toBe('919876543210');
    expect(number.ok && maskPhoneNumber(number.value)).toBe('•••• 3210');
  });
});

import { describe, expect, it } from 'vitest';
import { countryChoices } from '../../../src/core/recipients/local-numbers.ts';
import { readRecipients } from '../../../src/core/recipients/recipients.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { phone } from '../../support/sends.ts';

const NUMBERING = createNumbering(undefined);
const ITALY = phone('+393471234567');

function choices(text: string, sender = ITALY) {
  const list = readRecipients(text, NUMBERING.read, sender);
  return countryChoices(list, sender, NUMBERING).map(({ code, label }) => `${code}: ${label}`);
}

describe('the countries that numbers without a code may be of', () => {
  it('begin with those of the other recipients, then of the sender', () => {
    expect(choices('98765 43210\n+919876543211')[0]).toBe('IN: Read it as +91 India');
    expect(choices('347 123 4568')[0]).toBe('IT: Read it as +39 Italy');
    expect(choices('98765 43210\n98765 43212\n+919876543211')[0]).toBe('IN: Read them as +91 India');
  });

  it('are no others where one at hand reads all of them', () => {
    expect(choices('98765 43210\n+919876543211').every((choice) => /^(?:IN|IT):/.test(choice))).toBe(true);
  });

  it('say how many they read, the one that reads most first', () => {
    const said = choices('98765 43210\n98765 43212\n612 345 678\n+919876543211');

    expect(said[0]).toBe('IN: Read 2 of 3 as +91 India');
  });

  it('are at most six, and all of them read the first three where none is at hand', () => {
    const said = choices('98765 43210\n98765 43212\n98765 43213\n98765 43214', phone('+6581234567'));

    expect(said.length).toBeLessThanOrEqual(6);
    expect(said.some((choice) => choice.startsWith('IN: Read them as +91 India'))).toBe(true);
    expect(choices('98765 43210\n98765 43212\n98765 43213\n612 345 678', phone('+6581234567'))).toContain(
      'IN: Read 3 of 4 as +91 India',
    );
  });

  it('are about nothing else that is wrong', () => {
    expect(choices('hello 12')).toEqual([]);
    expect(choices('+91 12')).toEqual([]);
    expect(choices('98765 43210\n+91 12\n+919876543211')[0]).toBe('IN: Read it as +91 India');
  });
});

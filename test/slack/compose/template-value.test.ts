import { describe, expect, it } from 'vitest';
import {
  byNameValue,
  keyInValue,
  nameInValue,
  templateValue,
} from '../../../src/slack/compose/template/template-value.ts';

describe('the value of a template in the picker', () => {
  it.each([
    ['booking_confirm:en', { name: 'booking_confirm', language: 'en' }],
    ['a:en', { name: 'a', language: 'en' }],
    ['a:b:en_US', { name: 'a:b', language: 'en_US' }],
    ['booking_confirm:', { name: 'booking_confirm', language: '' }],
    [':en', undefined],
    ['booking_confirm', undefined],
    ['', undefined],
  ])('names it where it does so in full: %j', (value, key) => {
    expect(keyInValue(value)).toEqual(key);
  });

  it('is a digest, the same each time, where its name and language are too long for Slack', () => {
    const fits = templateValue({ name: 'a'.repeat(147), language: 'en' });
    const long = templateValue({ name: 'a'.repeat(148), language: 'en' });

    expect(fits).toBe(`${'a'.repeat(147)}:en`);
    expect(long).toMatch(/^~[\w-]{22}$/);
    expect(templateValue({ name: 'a'.repeat(148), language: 'en' })).toBe(long);
    expect(templateValue({ name: 'a'.repeat(148), language: 'hi' })).not.toBe(long);
  });

  it('carries a name that is not in the list as far as it fits', () => {
    expect(nameInValue(byNameValue('a'.repeat(149)))).toBe('a'.repeat(149));
    expect(nameInValue(byNameValue('a'.repeat(150)))).toBe('');
    expect(nameInValue('booking_confirm:en')).toBeUndefined();
  });
});

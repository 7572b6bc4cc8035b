import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedact, readCode } from '../../src/kaleyra/redact.ts';
import { unseenText } from '../support/naughty.ts';

const redact = createRedact([]);

const DASHES = ['-', '\u2010', '\u2011', '\u2012', '–', '—', '―', '\u2212', '\ufe58', '\ufe63', '\uff0d'];
const anyGap = fc.oneof(
  unseenText,
  fc.constantFrom(...DASHES, '/', '.', ' ', '(', ') ', ' – ', ') – ', '', '\n\t', '\u00ad', '\u202f'),
);

describe('a number in the provider’s words', () => {
  it.each([
    '98111  11111',
    '98111\u200b11111',
    '98111/11111',
    '98111–11111',
    '+91 (98111) – 11111',
    '+91 98111–11111',
    '0171/1111111',
    '06/12/34/11/11',
    'n 9\u20608\u20601\u20601\u20601\u20601\u20601\u20601\u20601\u20601',
  ])('is masked, however it is grouped: %s', (number) => {
    const digits = number.replaceAll(/\D/g, '');
    expect(redact(`Refused ${number} now`)).toMatch(/^Refused (?:n )?•••• 1111 now$/);
    expect(digits.length).toBeGreaterThanOrEqual(10);
  });

  it('shows no more than its last four digits, whatever stands between the others', () => {
    const parts = fc.array(fc.tuple(fc.stringMatching(/^[4-9]{3,5}$/), anyGap), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(parts, (groups) => {
        const number = groups.map(([digits, gap]) => `${digits}${gap}`).join('');
        const shown = redact(`To ${number}x`)?.replaceAll(/\D/g, '');
        expect(shown).toHaveLength(4);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '₹ 1,200–1,500',
    'from 1200–1500',
    '₹12000–15000',
    'Rs. 12000 – 15000',
    '₹ 18,450/-',
    'on 28/08/2024',
    'on 28/08/2024 10:30',
    'on 2026/07/14 at 18:30',
    '28/08/2024 – 30/08/2024',
    'in 2024–2025',
    'booking BK12345/67890',
    'booking INV/2024/08/00123',
    'booking 2024/001234',
    'error 131026, then 131047',
    'error 24 (131026)',
    'code 4711 – 2026',
    '10.30–12.45',
  ])('is no price, date or booking: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('is no code, however it is grouped', () => {
    expect(['98111-11111', '9811-11_1.111', '919811111111'].map(readCode)).toEqual([undefined, undefined, undefined]);
    expect(['131026', 'WAV2101', 'E424', 'RBC-001_22'].map(readCode)).toEqual([
      '131026',
      'WAV2101',
      'E424',
      'RBC-001_22',
    ]);
  });

  it('takes no long time to be looked for', () => {
    const started = performance.now();
    for (const text of ['a', '1/', '1 – ', '₹1', '(1) ', '20/'].map((part) => part.repeat(20_000))) redact(text);
    redact(`a${'1'.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

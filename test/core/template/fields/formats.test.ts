import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../../src/core/template/fields/formats.ts';

const AMOUNT = { kind: 'amount' } as const;
const DATE = { kind: 'date' } as const;
const LIST = { kind: 'list', values: ['SEV-1', 'SEV-2'] } as const;

describe('what an owner lets stand in a field', () => {
  it.each(['₹ 18,450.00', 'R$ 1.845,00', '250 EUR', '18 450,00 €', 'Rs. 500', '-20', '१२,००० रु.', 'CHF 1’000.50'])(
    'is an amount: %s',
    (value) => expect(formatProblem('Total', value, AMOUNT)).toBeUndefined(),
  );

  it.each(['a lot', '₹', 'between 5 and 6', 'EUR', '5 apples and more'])('is no amount: %s', (value) =>
    expect(formatProblem('Total', value, AMOUNT)).toBe('"Total" has to be an amount, like ₹ 18,450.00 or 250 EUR.'),
  );

  it.each(['14 July 2026', 'Monday 14 July', '14/07/2026', '2026-07-14', '३ जून', '4 de junio', '14.7.'])(
    'is a date: %s',
    (value) => expect(formatProblem('Day', value, DATE)).toBeUndefined(),
  );

  it.each(['soon', 'July', '2026', '14', '45 July', '+91 98 76 54 32'])('is no date: %s', (value) =>
    expect(formatProblem('Day', value, DATE)).toBe('"Day" has to be a date with its day, like 14 July 2026.'),
  );

  it('is one of a list and nothing near it', () => {
    expect(formatProblem('Severity', 'SEV-1', LIST)).toBeUndefined();
    expect(formatProblem('Severity', 'sev-1', LIST)).toBe('"Severity" has to be one of: SEV-1, SEV-2.');
    expect(formatProblem('Severity', 'anything', undefined)).toBeUndefined();
  });
});

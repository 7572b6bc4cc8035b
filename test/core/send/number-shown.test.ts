import { describe, expect, it } from 'vitest';
import { numbersFor } from '../../../src/core/send/number-shown.ts';
import { phone } from '../../support/sends.ts';

describe('the number of a recipient', () => {
  it('is whole for who gave it, and its last four digits for everybody else', () => {
    expect(numbersFor(true)(phone('+919876543210'))).toBe('+919876543210');
    expect(numbersFor(false)(phone('+919876543210'))).toBe('•••• 3210');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryFailure } from '../../../src/core/explanations/failure.ts';
import { breakerReason } from '../../../src/core/list/breaker.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';

const GOOD = { failure: undefined };

function failed(code: string | undefined, reason: DeliveryFailure['reason'] = 'refused') {
  return { failure: { reason, code, text: undefined } };
}

function outcomes(bad: number, good: number, one = failed('132001')) {
  return [...Array.from({ length: bad }, () => one), ...Array.from({ length: good }, () => GOOD)];
}

describe('the breaker of a list', () => {
  it('opens at five of one reason that are a fifth of the outcomes, and names it', () => {
    expect(breakerReason(outcomes(5, 20), meaningOf)).toBe('132001');
    expect(breakerReason(outcomes(10, 40), meaningOf)).toBe('132001');
    expect(breakerReason(outcomes(5, 0, failed(undefined, 'no_answer')), meaningOf)).toBe('no_answer');
    expect(breakerReason(outcomes(5, 0, failed('777777')), meaningOf)).toBe('777777');
  });

  it('stays closed for fewer, for a smaller part, and for several reasons that are each too few', () => {
    expect(breakerReason(outcomes(4, 0), meaningOf)).toBeUndefined();
    expect(breakerReason(outcomes(9, 41), meaningOf)).toBeUndefined();
    expect(breakerReason([...outcomes(4, 0), ...outcomes(4, 0, failed('132012'))], meaningOf)).toBeUndefined();
  });

  it.each([
    ['a number without WhatsApp', '131026'],
    ['a person who wants no offers', '131050'],
    ['a person who got enough offers', '131049'],
  ])('stays closed for what is of the recipient alone: %s', (_, code) => {
    expect(breakerReason(outcomes(50, 0, failed(code)), meaningOf)).toBeUndefined();
  });

  it('stays closed for what a process had under way when it died', () => {
    expect(breakerReason(outcomes(50, 0, failed(undefined, 'interrupted')), meaningOf)).toBeUndefined();
  });

  it('does not depend on the order of the outcomes', () => {
    const any = fc.constantFrom(
      GOOD,
      failed('132001'),
      failed('131026'),
      failed('132012'),
      failed(undefined, 'no_answer'),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 50 }), (found) => {
        expect(breakerReason(found, meaningOf) === undefined).toBe(
          breakerReason(found.toReversed(), meaningOf) === undefined,
        );
      }),
    );
  });
});

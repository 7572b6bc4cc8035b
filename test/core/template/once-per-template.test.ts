import { describe, expect, it } from 'vitest';
import { oncePerTemplate } from '../../../src/core/template/once-per-template.ts';
import { BOOKING } from '../../support/sends.ts';

describe('what is made of a template', () => {
  it('is made once, also when it is nothing', () => {
    const asked: string[] = [];
    const make = oncePerTemplate(({ name }) => void asked.push(name));

    make(BOOKING);
    make(BOOKING);

    expect(asked).toEqual([BOOKING.name]);
  });

  it('is made again for a template that changed', () => {
    const make = oncePerTemplate(({ status }) => status);

    expect([make(BOOKING), make({ ...BOOKING, status: 'PAUSED' })]).toEqual(['APPROVED', 'PAUSED']);
  });
});

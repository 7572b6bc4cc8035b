import { describe, expect, it } from 'vitest';
import { oncePer } from '../../src/core/once-per.ts';
import type { Template } from '../../src/core/template/template.ts';
import { BOOKING } from '../support/sends.ts';

describe('what is made of an object', () => {
  it('is made once, also when it is nothing', () => {
    const asked: string[] = [];
    const make = oncePer(({ name }: Template) => void asked.push(name));

    make(BOOKING);
    make(BOOKING);

    expect(asked).toEqual([BOOKING.name]);
  });

  it('is made again for a changed copy', () => {
    const make = oncePer(({ status }: Template) => status);

    expect([make(BOOKING), make({ ...BOOKING, status: 'PAUSED' })]).toEqual(['APPROVED', 'PAUSED']);
  });
});

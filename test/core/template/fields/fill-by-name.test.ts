import { describe, expect, it } from 'vitest';
import { fillByName } from '../../../../src/core/template/fields/fields.ts';

describe('a template that is known by name only', () => {
  it('takes one parameter a line', () => {
    const filled = fillByName({ name: ' Booking_confirm ', params: 'John\r\n Doe, Jr. \n' });

    expect(filled).toEqual({
      ok: true,
      value: {
        template: 'Booking_confirm',
        language: undefined,
        kind: 'rich',
        headerText: undefined,
        media: undefined,
        parameters: ['John', 'Doe, Jr.'],
        urlSuffixes: [],
        coupon: undefined,
        payloads: [],
      },
    });
  });

  it('may need no parameter', () => {
    expect(fillByName({ name: 'hello', params: ' \n ' })).toMatchObject({ ok: true, value: { parameters: [] } });
  });

  it('is told of every line that is empty or cannot be sent, and of its name, at once', () => {
    const filled = fillByName({ name: 'booking confirm', params: 'John\n\nA\tB\nDoe' });

    expect(filled).toEqual({
      ok: false,
      failure: [
        {
          field: 'template_name',
          sentence:
            'A template’s name has only letters a–z, digits and underscores, like booking_confirm. Copy it from Kaleyra.',
        },
        { field: 'params', sentence: 'Line 2 is empty. Write one value a line, without empty lines.' },
        { field: 'params', sentence: 'WhatsApp refuses a tab in "Line 3". Write it as one line: A B' },
      ],
    });
  });

  it.each([
    ['', 'Give the name of the template, like booking_confirm.'],
    ['a'.repeat(513), '"Template name" has 513 characters and WhatsApp takes 512. Shorten it by 1.'],
  ])('is refused with the name %.8s', (name, sentence) => {
    expect(fillByName({ name, params: '' })).toEqual({ ok: false, failure: [{ field: 'template_name', sentence }] });
  });
});

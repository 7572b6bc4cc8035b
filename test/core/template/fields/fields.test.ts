import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../../src/core/result.ts';
import type { FieldValues } from '../../../../src/core/template/fields/field.ts';
import { fillByName, fillTemplate, templateFields } from '../../../../src/core/template/fields/fields.ts';
import { previewOf } from '../../../../src/core/template/message/preview.ts';
import type { Template, TemplateHeader } from '../../../../src/core/template/template.ts';
import { unseenText } from '../../../support/naughty.ts';
import { templateCase } from '../generated-templates.ts';

const TEXT_ONLY: Template = {
  name: 'note',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  header: undefined,
  body: { text: 'Hello {{1}}', parameters: [{ name: '1', label: 'Name', example: 'Asha' }] },
  footer: undefined,
  buttons: [],
};

const FULL: Template = {
  name: 'offer',
  language: 'en_US',
  category: 'MARKETING',
  status: 'APPROVED',
  header: { format: 'image', example: 'https://example.com/shoe.png' },
  body: {
    text: 'Dear {{1}}, {{2}} off.',
    parameters: [
      { name: '1', label: 'Name', example: 'Asha' },
      { name: '2', label: 'Discount', example: '20%' },
    ],
  },
  footer: 'Shoes & Co',
  buttons: [
    { kind: 'quick_reply', label: 'Stop' },
    { kind: 'url', label: 'Site', url: 'https://example.com', example: undefined },
    { kind: 'url', label: 'Shop', url: 'https://example.com/s/{{1}}', example: 'shoes' },
    { kind: 'copy_code', label: 'Copy code', example: '250OFF' },
    { kind: 'url', label: 'Track', url: 'https://example.com/t?id={{1}}', example: undefined },
    { kind: 'quick_reply', label: 'Later' },
  ],
};

const GOOD: FieldValues = {
  media_url: 'https://cdn.example.com/shoe.png',
  param_1: 'Asha',
  param_2: '20%',
  param_url: 'shoes/red',
  second_param_url: 'BK-77',
  coupon_code: '250OFF',
};

function withHeader(header: TemplateHeader | undefined): Template {
  return { ...TEXT_ONLY, header };
}

function sentences(template: Template, values: FieldValues): Record<string, string> {
  const filled = fillTemplate(template, values);
  return filled.ok ? {} : Object.fromEntries(filled.failure.map(({ field, sentence }) => [field, sentence]));
}

describe('the fields of a template', () => {
  it('stand in the order in which they are read on the phone', () => {
    const ids = templateFields(FULL).map(({ id }) => id);

    expect(ids).toEqual([
      'media_url',
      'param_1',
      'param_2',
      'param_url',
      'second_param_url',
      'coupon_code',
      'payload_1',
      'payload_2',
    ]);
  });

  it('name the fixed part of a link, so that only its end is typed', () => {
    const field = templateFields(FULL).find(({ id }) => id === 'param_url');

    expect(field?.label).toBe('Ending of the “Shop” link');
  });

  it('follow the numbers of the placeholders, so that {{10}} comes after {{2}}', () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `${index + 1}`);
    const asText = numbers.toSorted();
    const template = {
      ...TEXT_ONLY,
      body: {
        text: asText.map((name) => `{{${name}}}`).join(' '),
        parameters: asText.map((name) => ({ name, label: `Value ${name}`, example: undefined })),
      },
    };

    const labels = templateFields(template).map(({ label }) => label);

    expect(labels).toEqual(numbers.map((name) => `Value ${name}`));
  });

  it('ask for a placeholder that the catalogue does not describe', () => {
    const template = { ...TEXT_ONLY, body: { text: 'Hello {{customer}}', parameters: [] } };

    expect(templateFields(template)).toMatchObject([{ id: 'param_1', label: 'Value customer' }]);
  });

  it('ask for nothing when the template has no blanks', () => {
    const template = {
      ...withHeader({ format: 'text', text: 'Welcome', example: undefined }),
      body: { text: 'Hello', parameters: [] },
    };

    expect(templateFields(template)).toEqual([]);
  });

  it('are two links and three payloads at most, as many as Kaleyra takes', () => {
    const dynamic = { kind: 'url', label: 'Go', url: 'https://example.com/{{1}}', example: undefined } as const;
    const reply = { kind: 'quick_reply', label: 'Yes' } as const;
    const template = { ...TEXT_ONLY, buttons: [dynamic, dynamic, dynamic, reply, reply, reply, reply] };

    const ids = templateFields(template).map(({ id }) => id);

    expect(ids).toEqual(['param_1', 'param_url', 'second_param_url', 'payload_1', 'payload_2', 'payload_3']);
  });
});

describe('a filled template', () => {
  it('carries every value in its own place', () => {
    const filled = fillTemplate(FULL, { ...GOOD, payload_2: 'later' });

    expect(filled).toEqual({
      ok: true,
      value: {
        template: 'offer',
        language: 'en_US',
        kind: 'rich',
        headerText: undefined,
        media: { format: 'image', url: 'https://cdn.example.com/shoe.png' },
        parameters: ['Asha', '20%'],
        urlSuffixes: ['shoes/red', 'BK-77'],
        coupon: { code: '250OFF', buttonIndex: 3 },
        payloads: ['', 'later'],
        quickReplies: 2,
      },
    });
  });

  it.each([
    ['text alone', withHeader(undefined), {}, 'text'],
    ['a fixed header', withHeader({ format: 'text', text: 'Hi', example: undefined }), {}, 'text'],
    [
      'a header to fill',
      withHeader({ format: 'text', text: 'Hi {{1}}', example: undefined }),
      { param_header: 'x' },
      'rich',
    ],
    ['media', withHeader({ format: 'video', example: undefined }), { media_url: 'https://example.com/a.mp4' }, 'rich'],
    ['a button', { ...TEXT_ONLY, buttons: [{ kind: 'quick_reply', label: 'Stop' }] } as Template, {}, 'rich'],
  ] as const)('with %s leaves as the right type', (_, template, values, kind) => {
    const filled = fillTemplate(template, { param_1: 'Asha', ...values });

    expect(filled).toMatchObject({ ok: true, value: { kind, payloads: [] } });
  });

  it('drops the blanks around a value and nothing within it', () => {
    const filled = fillTemplate(TEXT_ONLY, { param_1: '  Asha  Rao \n' });

    expect(filled).toMatchObject({ value: { parameters: ['Asha  Rao'] } });
  });

  it('leaves out values of another template that was chosen before', () => {
    const filled = fillTemplate(TEXT_ONLY, { ...GOOD, param_1: 'Asha' });

    expect(filled).toMatchObject({
      value: { parameters: ['Asha'], urlSuffixes: [], coupon: undefined, media: undefined },
    });
  });

  it('fills any template, whatever the order of its catalogue entry', () => {
    fc.assert(
      fc.property(templateCase, ({ template, values }) => {
        expect(fillTemplate(template, values)).toMatchObject({ ok: true });
      }),
    );
  });
});

describe('what is wrong with a value', () => {
  it('is said of every empty field at once', () => {
    const problems = sentences(FULL, { param_1: ' ', param_2: '\u200b' });

    expect(Object.keys(problems)).toEqual([
      'media_url',
      'param_1',
      'param_2',
      'param_url',
      'second_param_url',
      'coupon_code',
    ]);
    expect(problems['param_2']).toBe('Fill in "Discount": the template needs all 6 values.');
  });

  it('is that it is empty, whatever it is filled with that nobody sees', () => {
    fc.assert(
      fc.property(unseenText, (param_1) => {
        expect(sentences(FULL, { param_1 })['param_1']).toMatch(/^Fill in /);
        expect(fillByName({ name: 'hello', params: `Asha\n${param_1}\nBen` })).toEqual(
          fail([{ field: 'params', sentence: 'Line 2 is empty. Write one value a line, without empty lines.' }]),
        );
      }),
    );
  });

  it('is said simply when the template needs one value', () => {
    expect(sentences(TEXT_ONLY, {})).toEqual({ param_1: 'Fill in "Name": the template needs it.' });
  });

  it.each([
    ['a line break', 'Asha\nRao', 'Asha Rao'],
    ['a line break', 'Asha \r\n\r\n Rao', 'Asha Rao'],
    ['a tab', 'Asha\tRao', 'Asha Rao'],
    ['more than four spaces in a row', 'Asha     Rao', 'Asha Rao'],
    ['a line break', 'Asha\u2028Rao', 'Asha Rao'],
  ])('offers the flat spelling of %s instead of changing it', (trouble, typed, flat) => {
    expect(sentences(TEXT_ONLY, { param_1: typed })).toEqual({
      param_1: `WhatsApp refuses ${trouble} in "Name". Write it as one line: ${flat}`,
    });
    expect(sentences(TEXT_ONLY, { param_1: flat })).toEqual({});
  });

  it('is nothing when four spaces follow one another', () => {
    expect(sentences(TEXT_ONLY, { param_1: 'Asha    Rao' })).toEqual({});
  });

  it('does not quote a whole page', () => {
    const problem = sentences(TEXT_ONLY, { param_1: `${'word '.repeat(100)}\nend` })['param_1'];

    expect(problem).toBe('WhatsApp refuses a line break in "Name". Write it as one line with single spaces.');
  });

  it('counts the body with its values, and names the longest one', () => {
    const template = {
      ...FULL,
      header: undefined,
      buttons: [],
      body: { ...FULL.body, text: '{{1}}{{2}}' },
    };

    expect(sentences(template, { param_1: 'a', param_2: 'é'.repeat(1023) })).toEqual({});
    expect(sentences(template, { param_1: 'ab', param_2: '😀'.repeat(1023) })).toEqual({
      param_2: 'The message has 1,025 characters with these values and WhatsApp takes 1,024. Shorten "Discount" by 1.',
    });
  });

  it('is said of the length and of another field at once', () => {
    const template = { ...FULL, body: { ...FULL.body, text: `${'x'.repeat(1020)}{{1}}{{2}}` } };

    expect(Object.keys(sentences(template, { ...GOOD, coupon_code: '' }))).toEqual(['param_1', 'coupon_code']);
  });

  it('counts the header with its value', () => {
    const template = withHeader({ format: 'text', text: `${'x'.repeat(50)}{{1}}`, example: undefined });

    expect(sentences(template, { param_1: 'a', param_header: 'y'.repeat(10) })).toEqual({});
    expect(sentences(template, { param_1: 'a', param_header: 'y'.repeat(12) })).toEqual({
      param_header: 'The header has 62 characters with these values and WhatsApp takes 60. Shorten this value by 2.',
    });
  });

  it('counts what people see as one sign as one, in the header too', () => {
    const template = withHeader({ format: 'text', text: '{{1}}', example: undefined });

    expect(sentences(template, { param_1: 'a', param_header: '😀'.repeat(60) })).toEqual({});
  });

  it('holds codes and payloads to their lengths', () => {
    const problems = sentences(FULL, { ...GOOD, coupon_code: '1234567890123456', payload_1: 'p'.repeat(129) });

    expect(problems).toEqual({
      coupon_code: '"Code to copy" has 16 characters and WhatsApp takes 15. Shorten it by 1.',
      payload_1: '"Hidden code of “Stop”" has 129 characters and WhatsApp takes 128. Shorten it by 1.',
    });
  });

  it.each([
    ['a b', 'This part of the link has a space, a backslash or an invisible character, and links cannot. Use: a%20b'],
    ['a\u200bb', 'This part of the link has a space, a backslash or an invisible character, and links cannot. Use: ab'],
    ['https://example.com/s/red', 'The link already starts with https://example.com/s/. Write only what follows: red'],
    [
      'https://evil.example/',
      'The link starts with https://example.com/s/ in this template. Write only what follows it.',
    ],
    ['example.com/s/red', 'The link already starts with https://example.com/s/. Write only what follows: red'],
    [
      'http://www.EXAMPLE.com/s/red?a=B  ',
      'The link already starts with https://example.com/s/. Write only what follows: red?a=B',
    ],
    ['//example.com/s//red', 'The link already starts with https://example.com/s/. Write only what follows: red'],
    ['www.example.com/s', 'The link starts with https://example.com/s/ in this template. Write only what follows it.'],
    [
      'example.com/other/red',
      'The link starts with https://example.com/s/ in this template. Write only what follows it.',
    ],
    ['x'.repeat(1979), 'The whole link has 2,001 characters and WhatsApp takes 2,000. Use a shorter link.'],
  ])('shows in the end of a link: %.30s', (typed, sentence) => {
    expect(sentences(FULL, { ...GOOD, param_url: typed })).toEqual({ param_url: sentence });
  });

  it.each(['red', '/red', '//red', ' /red '])('goes to the same address with one slash: %s', (typed) => {
    const filled = fillTemplate(FULL, { ...GOOD, param_url: typed });

    expect(filled.ok && filled.value.urlSuffixes[0]).toBe('red');
    expect(filled.ok && previewOf(FULL, filled.value).buttons.map(({ target }) => target)).toContain(
      'https://example.com/s/red',
    );
  });

  it.each([
    ['https://example.com/app{{1}}', '/red', '/red'],
    ['https://example.com{{1}}', '/red', '/red'],
    ['https://example.com/?page={{1}}', '/red', '/red'],
    ['https://example.com/?to={{1}}', 'example.com/red', 'example.com/red'],
    ['https://example.com/{{1}}', 'red.html', 'red.html'],
    ['{{1}}', 'https://example.com/red', 'https://example.com/red'],
    ['https://example.com/{{1}}', '/', '/'],
  ])('sends what follows %s as it was typed', (url, typed, sent) => {
    const template = { ...FULL, buttons: [{ kind: 'url' as const, label: 'Go', url, example: undefined }] };
    const filled = fillTemplate(template, { ...GOOD, param_url: typed });

    expect(filled.ok && filled.value.urlSuffixes).toEqual([sent]);
  });

  it('does not let the end of a link lead to another site', () => {
    const url = 'https://example.com{{1}}';
    const template = { ...FULL, buttons: [{ kind: 'url' as const, label: 'Go', url, example: undefined }] };

    expect(sentences(template, { ...GOOD, param_url: '.evil.example' })).toEqual({
      param_url:
        'Begin with a slash: without one the link would lead to another site, https://example.com.evil.example',
    });
  });

  it('tells a whole link from its end, however its beginning is written', () => {
    const host = fc.constantFrom('example.com', 'www.example.com', 'EXAMPLE.com', 'Www.Example.Com');
    const scheme = fc.constantFrom('', 'https://', 'http://', 'HTTPS://', '//');
    const end = fc.stringMatching(/^[a-z0-9][a-z0-9/?=&%-]{0,12}$/);
    fc.assert(
      fc.property(scheme, host, end, fc.constantFrom('', ' ', '\u00a0'), (start, name, rest, blank) => {
        expect(sentences(FULL, { ...GOOD, param_url: `${start}${name}/s/${rest}${blank}` })).toEqual({
          param_url: `The link already starts with https://example.com/s/. Write only what follows: ${rest}`,
        });
      }),
    );
  });

  it('takes the longest link that WhatsApp takes', () => {
    expect(sentences(FULL, { ...GOOD, param_url: 'x'.repeat(1978) })).toEqual({});
  });
});

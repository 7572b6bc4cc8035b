import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../../src/core/template/fields/fields.ts';
import type { TemplateMessage } from '../../../../src/core/template/message/message.ts';
import { previewOf } from '../../../../src/core/template/message/preview.ts';
import type { Template } from '../../../../src/core/template/template.ts';
import { templateCase } from '../generated-templates.ts';

const TEMPLATE: Template = {
  name: 'booking',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  header: { format: 'text', text: 'For {{1}}', example: undefined },
  body: {
    text: 'Hello {{1}}, booking {{2}}. Bye, {{ 1 }}.',
    parameters: [
      { name: '2', label: 'Booking number', example: undefined },
      { name: '1', label: 'Name', example: undefined },
    ],
  },
  footer: 'Thank you',
  buttons: [
    { kind: 'url', label: 'Site', url: 'https://example.com', example: undefined },
    { kind: 'url', label: 'View', url: 'https://example.com/b/{{1}}', example: undefined },
    { kind: 'phone_number', label: 'Call', number: '+911140000000' },
    { kind: 'copy_code', label: 'Copy code', example: '250OFF' },
    { kind: 'quick_reply', label: 'Stop' },
    { kind: 'url', label: 'Track', url: 'https://example.com/t?id={{1}}', example: undefined },
  ],
};

const MESSAGE: TemplateMessage = {
  template: 'booking',
  language: 'en',
  kind: 'rich',
  headerText: 'Asha',
  media: undefined,
  parameters: ['Asha', 'BK-77'],
  urlSuffixes: ['77', '99'],
  coupon: { code: 'SAVE', buttonIndex: 3 },
  payloads: [],
};

describe('the preview of a message', () => {
  it('is the template with everything that leaves in its place', () => {
    expect(previewOf(TEMPLATE, MESSAGE)).toEqual({
      header: { kind: 'text', text: 'For Asha' },
      body: 'Hello Asha, booking BK-77. Bye, Asha.',
      parameters: ['Asha', 'BK-77'],
      footer: 'Thank you',
      buttons: [
        { kind: 'url', label: 'Site', target: 'https://example.com' },
        { kind: 'url', label: 'View', target: 'https://example.com/b/77' },
        { kind: 'phone_number', label: 'Call', target: '+911140000000' },
        { kind: 'copy_code', label: 'Copy code', target: 'SAVE' },
        { kind: 'quick_reply', label: 'Stop', target: undefined },
        { kind: 'url', label: 'Track', target: 'https://example.com/t?id=99' },
      ],
    });
  });

  it('shows what the message lacks as an empty place, not as if it were there', () => {
    const preview = previewOf(TEMPLATE, {
      ...MESSAGE,
      headerText: undefined,
      parameters: ['Asha'],
      urlSuffixes: ['77'],
      coupon: undefined,
    });

    expect(preview).toMatchObject({ header: { text: 'For {{1}}' }, body: 'Hello Asha, booking {{2}}. Bye, Asha.' });
    expect(preview.buttons.map(({ target }) => target)).toEqual([
      'https://example.com',
      'https://example.com/b/77',
      '+911140000000',
      undefined,
      undefined,
      'https://example.com/t?id={{1}}',
    ]);
  });

  it('shows a code on the button that it is sent for, and on no other', () => {
    const preview = previewOf(TEMPLATE, { ...MESSAGE, coupon: { code: 'SAVE', buttonIndex: 2 } });

    expect(preview.buttons[3]).toEqual({ kind: 'copy_code', label: 'Copy code', target: undefined });
  });

  it('shows media by the link that leaves, and none when none leaves', () => {
    const template: Template = { ...TEMPLATE, header: { format: 'video', example: 'https://example.com/example.mp4' } };
    const message = { ...MESSAGE, headerText: undefined };
    const media = { format: 'video', url: 'https://example.com/a.mp4' } as const;

    expect(previewOf(template, { ...message, media }).header).toEqual({ kind: 'video', url: media.url });
    expect(previewOf(template, message).header).toBeUndefined();
  });

  it('of a template that is known by name shows its parameters', () => {
    const message = { ...MESSAGE, headerText: undefined, urlSuffixes: [], coupon: undefined };

    expect(previewOf(undefined, message)).toEqual({
      header: undefined,
      body: undefined,
      parameters: ['Asha', 'BK-77'],
      footer: undefined,
      buttons: [],
    });
  });

  it('never reads a value as a placeholder or a pattern', () => {
    const preview = previewOf(TEMPLATE, { ...MESSAGE, parameters: ['{{2}}', '$& $1'] });

    expect(preview.body).toBe('Hello {{2}}, booking $& $1. Bye, {{2}}.');
  });

  it('has every value where its label said, for any template', () => {
    fc.assert(
      fc.property(templateCase, ({ template, values, expectedBody, expectedUrls, expectedHeader }) => {
        const filled = fillTemplate(template, values);
        if (!filled.ok) throw new Error(JSON.stringify(filled.failure));

        const preview = previewOf(template, filled.value);

        expect(preview.body).toBe(expectedBody);
        expect(preview.header?.kind === 'text' ? preview.header.text : undefined).toBe(expectedHeader);
        expect(targetsOfDynamicUrls(template, preview.buttons)).toEqual(expectedUrls);
      }),
      { numRuns: 500 },
    );
  });
});

function targetsOfDynamicUrls(template: Template, buttons: readonly { readonly target: string | undefined }[]) {
  return buttons
    .filter((_, index) => {
      const button = template.buttons[index];
      return button?.kind === 'url' && button.url.includes('{{');
    })
    .map(({ target }) => target);
}

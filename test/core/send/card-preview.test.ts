import { describe, expect, it } from 'vitest';
import { cardPreviewOf } from '../../../src/core/send/card-preview.ts';
import { previewOf } from '../../../src/core/template/message/preview.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { BOOKING, BOOKING_MESSAGE } from '../../support/sends.ts';

const PRIVATE: Template = {
  ...BOOKING,
  isPrivate: true,
  header: { format: 'text', text: 'For {{1}}', example: undefined },
};

describe('what a card shows of a message', () => {
  it.each([
    ['as it was sent', BOOKING],
    ['as it was sent, when the template says that it is not private', { ...BOOKING, isPrivate: false }],
    ['as far as it is known, when it was sent by name', undefined],
  ])('is the message %s', (_, template) => {
    expect(cardPreviewOf(template, BOOKING_MESSAGE)).toEqual({
      preview: previewOf(template, BOOKING_MESSAGE),
      isHidden: false,
    });
  });

  it('is the template of a private one, with each value by its name, and with what is the same for everybody', () => {
    const buttons = [
      { kind: 'url', label: 'Site', url: 'https://example.com/', example: undefined },
      { kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: undefined },
      { kind: 'phone_number', label: 'Call', number: '+15550100200' },
      { kind: 'quick_reply', label: 'Stop' },
    ] as const;

    expect(cardPreviewOf({ ...PRIVATE, buttons }, BOOKING_MESSAGE)).toEqual({
      isHidden: true,
      preview: {
        header: { kind: 'text', text: 'For ⟨Value in the header⟩' },
        body: 'Hello ⟨Guest⟩, your booking *⟨Booking number⟩* is confirmed.',
        parameters: [],
        footer: 'Thank you',
        buttons: [
          { kind: 'url', label: 'Site', target: 'https://example.com/' },
          { kind: 'url', label: 'View', target: undefined },
          { kind: 'phone_number', label: 'Call', target: '+15550100200' },
          { kind: 'quick_reply', label: 'Stop', target: undefined },
        ],
      },
    });
  });

  it('has no header where the template has none, or has media', () => {
    for (const header of [undefined, { format: 'image', example: undefined } as const]) {
      expect(cardPreviewOf({ ...PRIVATE, header }, BOOKING_MESSAGE).preview.header).toBeUndefined();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { cardPreviewOf } from '../../../src/core/send/card-preview.ts';
import { cardOf } from '../../support/cards.ts';
import { BOOKING, sendOf } from '../../support/sends.ts';

const PRIVATE = {
  ...BOOKING,
  isPrivate: true,
  header: { format: 'text', text: 'For {{1}}', example: undefined },
} as const;

describe('the card of a private template', () => {
  it('shows the template’s own text with the empty places named, and says why', () => {
    const card = JSON.stringify(cardOf(sendOf({ template: PRIVATE })));

    expect(card).toContain('⟨Booking number⟩');
    expect(card).toContain('For ⟨Value in the header⟩');
    expect(card).toContain('this template is private');
  });

  it('holds no value, wherever it stood', () => {
    const send = sendOf({ template: PRIVATE });
    const message = {
      ...send.message,
      headerText: 'SECRET-0',
      parameters: ['SECRET-1', 'SECRET-2'],
      urlSuffixes: ['SECRET-3'],
      payloads: ['SECRET-4'],
      coupon: { code: 'SECRET-5', buttonIndex: 0 },
    };

    expect(JSON.stringify(cardOf({ ...send, message }))).not.toContain('SECRET');
    expect(JSON.stringify(cardOf({ ...send, message, template: BOOKING }))).toContain('SECRET');
  });

  it('hides the link of its media and keeps what is the same for everybody', () => {
    const template = {
      ...PRIVATE,
      header: { format: 'image', example: undefined },
      buttons: [
        { kind: 'url', label: 'Site', url: 'https://example.com/', example: undefined },
        { kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: undefined },
        { kind: 'phone_number', label: 'Call', number: '+15550100200' },
      ],
    } as const;
    const message = { ...sendOf().message, media: { format: 'image', url: 'https://example.com/secret.png' } } as const;

    const { preview } = cardPreviewOf(template, message);

    expect(preview.header).toBeUndefined();
    expect(preview.buttons.map(({ target }) => target)).toEqual(['https://example.com/', undefined, '+15550100200']);
  });
});

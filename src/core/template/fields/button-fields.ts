import { oncePer } from '../../once-per.ts';
import { type Template, type TemplateButton, urlStem } from '../template.ts';
import type { TemplateField } from './field.ts';
import { MAX_COUPON_LENGTH, MAX_PAYLOAD_LENGTH, MAX_URL_LENGTH } from './value-rules.ts';

/** The provider's request has places for the suffixes of two buttons, and for the payloads of three. */
export const URL_FIELDS = ['param_url', 'second_param_url'] as const;
export const PAYLOAD_FIELDS = ['payload_1', 'payload_2', 'payload_3'] as const;

type UrlButton = Extract<TemplateButton, { kind: 'url' }>;

/** A button with a place to fill, and the field that fills it. */
export interface UrlPlace {
  readonly id: (typeof URL_FIELDS)[number];
  readonly button: UrlButton;
  /** What stands before the suffix. */
  readonly stem: string;
}

/** The URL buttons whose end the sender fills, in order; two at most. */
export const urlPlaces = oncePer((buttons: readonly TemplateButton[]): readonly UrlPlace[] => {
  const dynamic = buttons
    .filter((button) => button.kind === 'url')
    .flatMap((button) => {
      const stem = urlStem(button.url);
      return stem === undefined ? [] : [{ button, stem }];
    });
  return URL_FIELDS.flatMap((id, index) => dynamic.slice(index, index + 1).map((place) => ({ id, ...place })));
});

interface PayloadPlace {
  readonly id: (typeof PAYLOAD_FIELDS)[number];
  readonly label: string;
}

/** The quick replies that may carry a payload, in order; three at most. */
export const payloadPlaces = oncePer((buttons: readonly TemplateButton[]): readonly PayloadPlace[] => {
  const replies = buttons.filter((button) => button.kind === 'quick_reply');
  return PAYLOAD_FIELDS.flatMap((id, index) => replies.slice(index, index + 1).map(({ label }) => ({ id, label })));
});

/** The code to copy and its button's place among all buttons, from 0. */
export function couponPlace(
  buttons: readonly TemplateButton[],
): { readonly example: string | undefined; readonly buttonIndex: number } | undefined {
  const buttonIndex = buttons.findIndex((button) => button.kind === 'copy_code');
  const button = buttons[buttonIndex];
  return button?.kind === 'copy_code' ? { example: button.example, buttonIndex } : undefined;
}

export function buttonFields({ buttons }: Template): readonly TemplateField[] {
  return [...urlFields(buttons), ...couponFields(buttons), ...payloadFields(buttons)];
}

function urlFields(buttons: readonly TemplateButton[]): TemplateField[] {
  return urlPlaces(buttons).map(({ id, button, stem }) => ({
    id,
    label: `Ending of the “${button.label}” link`,
    example: button.example,
    hint: `Goes after ${stem}`,
    isOptional: false,
    maxLength: MAX_URL_LENGTH,
  }));
}

function couponFields(buttons: readonly TemplateButton[]): TemplateField[] {
  const coupon = couponPlace(buttons);
  if (coupon === undefined) return [];
  return [
    {
      id: 'coupon_code',
      label: 'Code to copy',
      example: coupon.example,
      hint: `At most ${MAX_COUPON_LENGTH} characters.`,
      isOptional: false,
      maxLength: MAX_COUPON_LENGTH,
    },
  ];
}

function payloadFields(buttons: readonly TemplateButton[]): TemplateField[] {
  return payloadPlaces(buttons).map(({ id, label }) => ({
    id,
    label: `Hidden code of “${label}”`,
    example: undefined,
    hint: 'Sent to your systems when the button is tapped. Usually left empty.',
    isOptional: true,
    maxLength: MAX_PAYLOAD_LENGTH,
  }));
}

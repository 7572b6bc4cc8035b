import { PAYLOAD_FIELDS, URL_FIELDS } from '../fields/button-fields.ts';
import type { FieldId, FieldValues } from '../fields/field.ts';
import { isTemplateMessage, type Message, type TemplateMessage } from './message.ts';

/** The private texts of a message: everything in it that a person typed. */
export function privateTextsOf(message: Message): readonly string[] {
  if (!isTemplateMessage(message)) return [message.text];
  const { headerText, media, parameters, urlSuffixes, coupon, payloads } = message;
  const texts = [headerText, media?.url, ...parameters, ...urlSuffixes, coupon?.code, ...payloads];
  return texts.filter((text): text is string => text !== undefined && text !== '');
}

/** What a person would type to get this message again: the way back from `fillTemplate`. */
export function valuesOf(message: TemplateMessage): FieldValues {
  const { headerText, media, parameters, urlSuffixes, coupon, payloads } = message;
  const typed: readonly (readonly [FieldId, string | undefined])[] = [
    ['param_header', headerText],
    ['media_url', media?.url],
    ...parameters.map((value, slot) => [`param_${slot + 1}`, value] as const),
    ...URL_FIELDS.map((id, button) => [id, urlSuffixes[button]] as const),
    ['coupon_code', coupon?.code],
    ...PAYLOAD_FIELDS.map((id, button) => [id, payloads[button]] as const),
  ];
  return Object.fromEntries(typed.filter(([, value]) => value !== undefined && value !== ''));
}

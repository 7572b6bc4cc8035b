import type { Phone } from '../protocol.ts';
import type { AcceptedMessage } from './accepted-message.ts';
import { sameLanguage } from './check-request.ts';
import { componentOf, countVariables, mediaOf, type RegisteredButton } from './template-file.ts';

/** Meta's code for a message that Kaleyra took and WhatsApp did not deliver, as a `failed` report carries it. */
export interface DeliveryFailure {
  readonly code: string;
  readonly text: string;
}

/** Kaleyra's own words for a number of its blocklist; which code comes with them is not published. */
const OPTED_OUT: DeliveryFailure = { code: '', text: 'Number Opted Out' };
/** A person who wrote may be answered without a template for so long. */
const WINDOW_MS = 24 * 60 * 60 * 1_000;

/** What WhatsApp says only after Kaleyra took the message; undefined when it can go out. */
export function checkDelivery(message: AcceptedMessage): DeliveryFailure | undefined {
  if (message.freeText !== undefined) return undefined;
  return templateFailure(message) ?? bodyFailure(message) ?? mediaFailure(message) ?? buttonFailure(message);
}

/** What stands in the way of this one recipient. */
export function checkRecipient(
  message: AcceptedMessage,
  recipient: string,
  { isOnBlocklist, isOnWhatsApp, replies = [] }: Pick<Phone, 'isOnWhatsApp' | 'isOnBlocklist' | 'replies'>,
): DeliveryFailure | undefined {
  if (recipient === message.from) return { code: '131021', text: 'Recipient cannot be the sender' };
  if (isOnBlocklist === true) return OPTED_OUT;
  if (!isOnWhatsApp) return { code: '131026', text: 'Message undeliverable' };
  const wroteAt = Date.parse(replies.at(-1)?.at ?? '');
  const isWindowOpen = Date.now() - wroteAt < WINDOW_MS;
  return message.freeText === undefined || isWindowOpen ? undefined : { code: '131047', text: 'Re-engagement message' };
}

function templateFailure({ template, languageAsked }: AcceptedMessage): DeliveryFailure | undefined {
  const status = template.status.toUpperCase();
  if (status === 'PAUSED') return { code: '132015', text: 'Template is paused' };
  if (status === 'DISABLED') return { code: '132016', text: 'Template is disabled' };
  if (languageAsked === undefined || sameLanguage(template.language, languageAsked)) return undefined;
  return { code: '132001', text: `Template does not exist in ${languageAsked}` };
}

function bodyFailure({ template, parameters }: AcceptedMessage): DeliveryFailure | undefined {
  const body = componentOf(template, 'BODY')?.text ?? '';
  if (parameters.length !== countVariables(body)) {
    return { code: '132000', text: 'Number of parameters does not match the expected number of params' };
  }
  if (parameters.some((value) => value.trim() === '')) return missing('a text parameter is empty');
  if (parameters.some((value) => /[\n\r\t]| {5,}/.test(value))) {
    return {
      code: '132018',
      text: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
    };
  }
  const length = body.length + parameters.reduce((sum, value) => sum + value.length - 5, 0);
  return length > 1024 ? { code: '132005', text: 'Translated text too long' } : undefined;
}

function mediaFailure({ template, mediaUrl, headerParameter, type }: AcceptedMessage): DeliveryFailure | undefined {
  const media = mediaOf(template);
  if (media !== undefined && (mediaUrl === undefined || type !== 'mediatemplate')) {
    return { code: '132012', text: `header: Format mismatch, expected ${media.toUpperCase()}` };
  }
  const header = componentOf(template, 'HEADER')?.text ?? '';
  return countVariables(header) > 0 && headerParameter === undefined ? missing('the header') : undefined;
}

function buttonFailure({ template, urlSuffixes, couponCode }: AcceptedMessage): DeliveryFailure | undefined {
  const buttons = componentOf(template, 'BUTTONS')?.buttons ?? [];
  const dynamic = buttons.filter(isDynamicUrl);
  if (dynamic.some((_, index) => urlSuffixes[index] === undefined)) return missing('the URL of a button');
  const isCodeMissing = buttons.some((button) => button.type.toUpperCase() === 'COPY_CODE') && couponCode === undefined;
  return isCodeMissing ? missing('coupon_code') : undefined;
}

export function isDynamicUrl(button: RegisteredButton): boolean {
  return button.type.toUpperCase() === 'URL' && countVariables(button.url ?? '') > 0;
}

function missing(what: string): DeliveryFailure {
  return { code: '131008', text: `Required parameter is missing: ${what}` };
}

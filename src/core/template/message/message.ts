import type { PhoneNumber } from '../../recipients/phone-number.ts';
import type { MediaFormat } from '../template.ts';

/** What fills a template: everything that is the same for all recipients of one send. */
export interface TemplateMessage {
  readonly template: string;
  /** Undefined only for a template that is sent by name, without a language. */
  readonly language: string | undefined;
  /** Which of the provider's message types carries it: text alone, or text with media, buttons or a filled header. */
  readonly kind: 'text' | 'rich';
  readonly headerText: string | undefined;
  readonly media: { readonly format: MediaFormat; readonly url: string } | undefined;
  /** Body parameters in slot order. */
  readonly parameters: readonly string[];
  /** Suffixes of the dynamic URL buttons, first and second. */
  readonly urlSuffixes: readonly string[];
  readonly coupon: { readonly code: string; readonly buttonIndex: number } | undefined;
  /** Payloads of the quick-reply buttons in order; an empty text is none. */
  readonly payloads: readonly string[];
  /** How many quick replies may carry a payload; left out where there are none, or the template is known by name alone. */
  readonly quickReplies?: number;
}

/** One message on its way: what one request to the provider says, and so what a preview shows. */
export interface OutgoingMessage {
  readonly message: TemplateMessage;
  readonly sender: PhoneNumber;
  readonly recipients: readonly PhoneNumber[];
}

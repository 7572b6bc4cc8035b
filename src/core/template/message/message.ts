import type { PhoneNumber } from '../../recipients/phone-number.ts';
import type { MediaFormat } from '../template.ts';
import type { FreeText } from './free-text.ts';

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
  /** It proves a number: what stands for the code is filled in when it leaves, so that nothing that is kept or shown has it. */
  readonly hasCode?: true;
}

/** What a recipient gets: a template that was filled in, or a text of one's own. */
export type Message = TemplateMessage | FreeText;

export function isTemplateMessage(message: Message): message is TemplateMessage {
  return message.kind !== 'free_text';
}

/** The message as a template. Throws on a text of one's own, which no form of a template makes. */
export function templateMessage(message: Message): TemplateMessage {
  if (isTemplateMessage(message)) return message;
  throw new Error('A template was expected, and a text of one’s own was found');
}

/** What a message is called where its words do not stand: the template's name. */
export function nameOfMessage(message: Message): string {
  return isTemplateMessage(message) ? message.template : 'an answer';
}

/** The template's language; undefined where there is none. */
export function languageOfMessage(message: Message): string | undefined {
  return isTemplateMessage(message) ? message.language : undefined;
}

/** One message on its way: what one request to the provider says, and so what a preview shows. */
export interface OutgoingMessage {
  readonly message: Message;
  readonly sender: PhoneNumber;
  readonly recipients: readonly PhoneNumber[];
}

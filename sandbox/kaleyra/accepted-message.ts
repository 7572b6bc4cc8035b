import type { RegisteredTemplate } from './template-file.ts';

/** A message that Kaleyra took: all that its phones and its reports need. */
export interface AcceptedMessage {
  readonly id: string;
  readonly type: string;
  readonly template: RegisteredTemplate;
  readonly languageAsked: string | undefined;
  /** Undefined for a template. */
  readonly freeText: string | undefined;
  readonly from: string;
  /** Digits, in the order of the request. */
  readonly recipients: readonly string[];
  readonly parameters: readonly string[];
  readonly headerParameter: string | undefined;
  readonly mediaUrl: string | undefined;
  readonly urlSuffixes: readonly (string | undefined)[];
  readonly couponCode: string | undefined;
  /** Of the quick replies, in order. */
  readonly payloads: readonly (string | undefined)[];
  readonly callbackUrl: string | undefined;
  readonly references: Readonly<Record<string, string>>;
}

/** Kaleyra's message ID of the recipient at that place. */
export function messageIdAt(message: AcceptedMessage, index: number): string {
  return `${message.id}:${index}`;
}

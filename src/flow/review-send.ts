import type { PhoneNumber } from '../core/phone-number.ts';
import type { Preview } from '../core/preview.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Result } from '../core/result.ts';
import type { SendOrder } from '../core/send.ts';
import type { FieldId, FieldValues } from '../core/template-fields.ts';
import type { ProviderRequest } from './ports.ts';

/** What stood in the compose view when "Review" was pressed, before anything is believed. */
export interface ComposeInput {
  readonly teamId: string;
  readonly actorId: string;
  readonly channelId: string;
  readonly responseUrl: string | undefined;
  readonly parentId: string | undefined;
  readonly choice: TemplateChoice | undefined;
  readonly values: FieldValues;
  /** As typed or pasted. */
  readonly recipients: string;
  /** E.164; undefined when there is only one sender and so no input. */
  readonly sender: string | undefined;
}

export type TemplateChoice =
  | { readonly kind: 'listed'; readonly name: string; readonly language: string }
  /** Not in the catalogue: one parameter a line. */
  | { readonly kind: 'by_name'; readonly name: string; readonly params: string };

/** Everything a person can fill, so that each problem finds its input. */
export type InputField = FieldId | 'template' | 'template_name' | 'params' | 'recipients' | 'sender' | 'channel';

export interface InputProblem {
  readonly field: InputField;
  readonly sentence: string;
}

/** What the person sees before confirming; rendered from the encoded request, not from what was typed. */
export interface Review {
  readonly draftId: string;
  readonly order: SendOrder;
  readonly preview: Preview;
  readonly request: ProviderRequest;
  readonly sender: PhoneNumber;
  readonly recipients: readonly Recipient[];
  readonly duplicates: readonly Recipient[];
  /** What the person should know, each one sentence with its why. */
  readonly notes: readonly string[];
}

/** Turns what was typed into a review and remembers it as a draft, or says what is wrong at which input. */
export type ReviewSend = (input: ComposeInput) => Promise<Result<Review, readonly InputProblem[]>>;

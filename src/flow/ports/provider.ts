import type { Result } from '../../core/result.ts';
import type { SendOutcome } from '../../core/send/delivery/outcome.ts';
import type { FieldId } from '../../core/template/fields/field.ts';
import type { OutgoingMessage } from '../../core/template/message/message.ts';

/** One request, encoded: what the preview decodes and what is posted are the same value. */
export interface ProviderRequest {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Fields that get a mark of the bot's own when the request leaves, so that a tap on a button finds its message. */
  readonly markedWhenSent?: readonly string[];
}

export interface EncodingProblem {
  /** `text`: a text of one's own. */
  readonly field: FieldId | 'text';
  /** Names the character and what to do. */
  readonly sentence: string;
}

export interface RequestEncoder {
  /** Makes the request that carries a message. @param callback where reports go, or undefined for none */
  encode(
    outgoing: OutgoingMessage,
    callback: { readonly token: string } | undefined,
  ): Result<ProviderRequest, readonly EncodingProblem[]>;
}

export interface RequestCodec extends RequestEncoder {
  /** Reads a request back; the preview is rendered from that. */
  decode(request: ProviderRequest): OutgoingMessage;
}

export interface RequestSender {
  /**
   * Posts a request once. Never rejects. Resolves to `never_sent` only on proof that no byte left, or on a response that
   * says so.
   */
  send(request: ProviderRequest): Promise<SendOutcome>;
}

export type Provider = RequestCodec & RequestSender;

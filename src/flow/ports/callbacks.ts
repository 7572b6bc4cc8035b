import type { Reply } from '../../core/replies/reply.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { TemplateStatus } from '../../core/template/template.ts';

/** One callback as it came in, not read yet. */
export interface RawCallback {
  readonly query: URLSearchParams;
  readonly body: string;
  readonly contentType: string | undefined;
}

/** Reads a callback, whatever is in it. Never throws. */
export type ReadCallback = (callback: RawCallback) => CallbackReading;

/**
 * Reads what recipients wrote or tapped, whatever came. Never throws.
 *
 * @param receivedAt when it came
 */
export type ReadReplies = (callback: RawCallback, receivedAt: Date) => readonly Reply[];

/** What a callback says. `quality` and `unreadable` change nothing. */
type CallbackReading =
  | {
      readonly kind: 'status';
      readonly updates: readonly StatusUpdate[];
      /** Status words that we do not know, safe to log. */
      readonly unknownWords: readonly string[];
    }
  | {
      readonly kind: 'template_status';
      readonly name: string;
      readonly language: string | undefined;
      /** Undefined when no event is named. */
      readonly status: TemplateStatus | undefined;
    }
  | { readonly kind: 'quality' | 'inbound' | 'unreadable' };

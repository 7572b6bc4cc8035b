import { looksLikeMark, type SignMark, writePayloadMark } from '../../core/replies/payload-mark.ts';
import { PAYLOAD_FIELDS } from '../../core/template/fields/button-fields.ts';
import type { TemplateMessage } from '../../core/template/message/message.ts';
import type { CallbackOptions } from '../callback/address.ts';

/** Whether the buttons that no person gave a payload get a mark: not at all, once it leaves, or now. */
export type Marks = 'none' | 'later' | { readonly batchToken: string; readonly sign: SignMark };

export function marksFor(callback: CallbackOptions | undefined, batchToken: string | undefined): Marks {
  const sign = callback?.signMark;
  return sign === undefined || batchToken === undefined ? 'none' : { batchToken, sign };
}

/** @param button from 0 */
export function isUnfilled({ payloads, quickReplies = 0 }: TemplateMessage, button: number): boolean {
  return button < quickReplies && (payloads[button] ?? '') === '';
}

/** The payload of each field: what a person typed, or the mark of an unfilled button. */
export function withMarks(message: TemplateMessage, marks: Marks): readonly (string | undefined)[] {
  return PAYLOAD_FIELDS.map((_, button) => {
    if (typeof marks === 'string' || !isUnfilled(message, button)) return message.payloads[button];
    return writePayloadMark({ batchToken: marks.batchToken, button: button + 1 }, marks.sign);
  });
}

/** What a person typed: a mark is none of it. */
export function withoutMarks(payloads: readonly string[]): readonly string[] {
  const typed = payloads.map((payload) => (looksLikeMark(payload) ? '' : payload));
  return typed.slice(0, typed.findLastIndex((payload) => payload !== '') + 1);
}

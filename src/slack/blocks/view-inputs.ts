import { cutText, isSeen } from '../../core/text.ts';
import { untrustedText } from './untrusted-text.ts';

/** The part of a view that holds what was filled in. */
export interface FilledIn<Input extends object> {
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, Input>>>> };
}

/** The state of every input of a view, by its `action_id`. */
export function inputsOf<Input extends object>({ state }: FilledIn<Input>): ReadonlyMap<string, Input> {
  return new Map(Object.values(state.values).flatMap((block) => Object.entries(block)));
}

/**
 * What a person wrote in words of their own, such as a reason, as it may be kept and shown to others: without hidden
 * characters, and without blanks at its ends. Empty where nothing that can be seen was written.
 *
 * @param maxLength in UTF-16 units; the input has the same limit, but it is Slack's client that keeps it
 */
export function wordsIn(
  view: FilledIn<{ readonly value?: string | null }>,
  actionId: string,
  maxLength: number,
): string {
  return plainWords(inputsOf(view).get(actionId)?.value ?? '', maxLength);
}

/** {@link wordsIn} of what was written elsewhere than in a view. */
export function plainWords(written: string, maxLength: number): string {
  return isSeen(written) ? cutText(untrustedText(written).trim(), maxLength) : '';
}

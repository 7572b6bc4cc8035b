/** What a button that no person gave a payload carries, so that a tap on it finds its message. */
export interface PayloadMark {
  readonly batchToken: string;
  /** The place of the button among the quick replies, from 1. */
  readonly button: number;
}

/** A message authentication code of a text: eight hexadecimal digits. */
export type SignMark = (text: string) => string;
/** Whether a code is one that {@link SignMark} gives for the text, now or before its key was replaced. */
export type IsMarkSigned = (text: string, code: string) => boolean;

const VERSION = 'ws1';
/** A batch's token is as `isBatchToken` of `core/batch-token.ts` says. */
const MARK = /^(ws1\.([\w-]{1,64})\.([1-9]))\.([0-9a-f]{8})$/;

/** @returns `ws1.<batch token>.<button>.<code>`: 80 characters at most, where WhatsApp takes 128 */
export function writePayloadMark({ batchToken, button }: PayloadMark, sign: SignMark): string {
  const text = `${VERSION}.${batchToken}.${button}`;
  return `${text}.${sign(text)}`;
}

/** Whether a payload has the form of a mark. It is none of a person's words, so it is never shown. */
export function looksLikeMark(payload: string): boolean {
  return MARK.test(payload);
}

/** @returns undefined for a payload that is none of our marks, or whose code is not ours */
export function readPayloadMark(payload: string | undefined, isSigned: IsMarkSigned): PayloadMark | undefined {
  const [, text, batchToken, button, code] = MARK.exec(payload ?? '') ?? [];
  if (text === undefined || batchToken === undefined || code === undefined) return undefined;
  return isSigned(text, code) ? { batchToken, button: Number(button) } : undefined;
}

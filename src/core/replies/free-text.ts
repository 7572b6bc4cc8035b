/** A text of one's own: it answers a person who wrote, and leaves only while their 24 hours last. */
export interface FreeText {
  readonly kind: 'free_text';
  readonly text: string;
}

/** @see https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages */
export const MAX_FREE_TEXT_LENGTH = 4_096;

/** The text as it leaves: line ends are line feeds, and nothing blank stands around it. */
export function freeText(typed: string): FreeText {
  return { kind: 'free_text', text: typed.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').trim() };
}

/** What rules call an answer where they name a template. */
export const ANSWER_TEMPLATE = 'answer';

/** A colleague who answered the same person so lately is named, and a second yes is asked for. */
export const ANSWERED_LATELY_MS = 60_000;

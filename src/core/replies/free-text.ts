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

import type { OptOutSettings } from './policy/policy.ts';

/**
 * Whole messages that mean no, in the languages that customers of a business in India and Europe write in. Only words that
 * mean nothing else: who answers a booking with "cancel" cancels the booking.
 */
export const OPT_OUT_WORDS: readonly string[] = [
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'optout', 'opt out', 'revoke'],
  ...['arret', 'arrêt', 'désabonner', 'desabonner', 'baja', 'parar', 'sair', 'pare'],
  ...['stopp', 'abmelden', 'stoppen', 'berhenti'],
  ...['रोकें', 'बंद', 'बंद करें', 'நிறுத்து', 'ఆపండి'],
];

/** Whole messages that take it back. */
export const BACK_WORDS: readonly string[] = ['start', 'unstop', 'resume'];

/** Texts of buttons that mean no to marketing. */
export const OPT_OUT_BUTTONS: readonly string[] = ['stop promotions'];

/** What may mean it or something else: a person decides. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['cancel', 'end', 'quit', 'remove', 'no']);

/** What is longer was written to a person. */
export const MAX_WORDS = 3;
const MAX_LENGTH = 60;
/** Signs, blanks and emoji around a text. */
const AROUND = /^[\p{P}\p{S}\p{Z}\p{C}]+|[\p{P}\p{S}\p{Z}\p{C}]+$/gu;
/** Blanks without width, the soft hyphen, and what chooses how an emoji looks. */
const INVISIBLE = /\u200b|\u2060|\ufeff|\u00ad|\ufe0e|\ufe0f/g;

/** What a whole message means: no more messages, messages again, or perhaps no more. */
export type OptOutMeaning = 'out' | 'back' | 'ambiguous';

/** @returns undefined for a message that has nothing to do with it: "stop please" is one. */
export function readOptOutWord(
  message: string,
  { words, backWords }: Pick<OptOutSettings, 'words' | 'backWords'>,
): OptOutMeaning | undefined {
  if (message.length > MAX_LENGTH) return undefined;
  const said = plainWords(message);
  if (said === '' || said.split(' ').length > MAX_WORDS) return undefined;
  if (words.some((word) => plainWords(word) === said)) return 'out';
  if (backWords.some((word) => plainWords(word) === said)) return 'back';
  return AMBIGUOUS.has(said) ? 'ambiguous' : undefined;
}

/** Whether a button with this text means no to marketing. */
export function isOptOutButton(text: string, { buttons }: Pick<OptOutSettings, 'buttons'>): boolean {
  const said = plainWords(text);
  return said !== '' && buttons.some((button) => plainWords(button) === said);
}

/** The words of a text without case, signs around it, and what no one sees. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(AROUND, '')
    .replace(/[\s\p{Pd}]+/gu, ' ');
}

import { maskDigits, maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { SavedReply } from '../../flow/ports/store/replies/replies.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

const MAX_NAME_LENGTH = 60;

/** Who wrote, as everybody in a channel may read it: `•••• 3210 (Priya)`. The name is the person's own word, so it is untrusted. */
export function writerText({ from, name, writer }: Pick<SavedReply, 'from' | 'name' | 'writer'>): string {
  const number = from === undefined ? maskDigits(writer) : maskPhoneNumber(from);
  const shown = untrustedLine(name ?? '', MAX_NAME_LENGTH);
  return shown === '' ? number : `${number} (${shown})`;
}

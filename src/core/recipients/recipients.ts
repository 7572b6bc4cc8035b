import { joinNumberParts } from './join-number-parts.ts';
import { segmentsOf } from './number-parts.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { NumberProblem, ReadNumber, Recipient } from './recipient.ts';

export interface RefusedEntry {
  /** As it was typed; for a list that is too long, its beginning. */
  readonly entry: string;
  readonly problem: NumberProblem | 'is_the_sender' | 'list_too_long';
  /** The line that it stands in, from 1; left out where there is only one. */
  readonly line?: number;
}

export interface RecipientList {
  readonly recipients: readonly Recipient[];
  /** Recipients that were typed more than once; each is kept once. */
  readonly duplicates: readonly Recipient[];
  readonly refused: readonly RefusedEntry[];
}

/** Characters; room for 5,000 numbers, and a bound on the work that one paste can cause. */
export const MAX_LIST_LENGTH = 100_000;
const MAX_QUOTE_LENGTH = 40;

/**
 * Reads a list of numbers as people type and paste them: any separator, any usual spelling, links of Slack and WhatsApp.
 * Everything that has a letter or a digit ends either among the recipients or among the refused; only the numbering of
 * lines, `and` and `tel:` are passed over.
 *
 * @param sender refused as a recipient: WhatsApp does not deliver to the number that sends.
 */
export function readRecipients(text: string, readNumber: ReadNumber, sender?: PhoneNumber): RecipientList {
  if (text.length > MAX_LIST_LENGTH) {
    const refused = { entry: text.slice(0, MAX_QUOTE_LENGTH), problem: 'list_too_long' } as const;
    return { recipients: [], duplicates: [], refused: [refused] };
  }
  const recipients = new Map<PhoneNumber, Recipient>();
  const repeated = new Set<PhoneNumber>();
  const refused: RefusedEntry[] = [];
  const lineAt = lineCounter(text);
  for (const { from, to, reading } of segmentsOf(text).flatMap((segment) => joinNumberParts(segment, readNumber))) {
    const entry = text.slice(from, to);
    if (!reading.ok) refused.push({ entry, problem: reading.failure, ...lineAt(from) });
    else if (reading.value.number === sender) refused.push({ entry, problem: 'is_the_sender', ...lineAt(from) });
    else take(recipients, repeated, reading.value);
  }
  const list = [...recipients.values()];
  return { recipients: list, duplicates: list.filter(({ number }) => repeated.has(number)), refused };
}

/** Of two spellings of one number, the one whose country was written counts. */
function take(recipients: Map<PhoneNumber, Recipient>, repeated: Set<PhoneNumber>, recipient: Recipient): void {
  const known = recipients.get(recipient.number);
  if (known !== undefined) repeated.add(known.number);
  if (known === undefined || known.guessedCountry) recipients.set(recipient.number, recipient);
}

/** Tells the line of each place, asked in ascending order. */
function lineCounter(text: string): (place: number) => { readonly line?: number } {
  if (!text.trim().includes('\n')) return () => ({});
  let line = 1;
  let next = text.indexOf('\n');
  return (place) => {
    while (next >= 0 && next < place) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return { line };
  };
}

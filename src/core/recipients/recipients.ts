import { formatCount } from '../format.ts';
import { joinNumberParts } from './join-number-parts.ts';
import { segmentsOf } from './number-parts.ts';
import type { PhoneNumber } from './phone-number.ts';
import { withoutInvisible } from './plain-characters.ts';
import type { NumberProblem, ReadNumber, Recipient } from './recipient.ts';

export interface RefusedEntry {
  /** As it was typed; for a list that is too long, its beginning. */
  readonly entry: string;
  readonly problem: NumberProblem | 'is_the_sender' | 'list_too_long';
}

export interface RecipientList {
  readonly recipients: readonly Recipient[];
  /** Recipients that were typed more than once; each is kept once. */
  readonly duplicates: readonly Recipient[];
  readonly refused: readonly RefusedEntry[];
}

/** Characters; room for 5,000 numbers, and a bound on the work that one paste can cause. */
const MAX_LIST_LENGTH = 100_000;
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
  for (const { from, to, reading } of segmentsOf(text).flatMap((segment) => joinNumberParts(segment, readNumber))) {
    const entry = text.slice(from, to);
    if (!reading.ok) refused.push({ entry, problem: reading.failure });
    else if (reading.value.number === sender) refused.push({ entry, problem: 'is_the_sender' });
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

const EXAMPLE = 'like +91 98765 43210';

/** What is wrong with one entry and what to do, in one or two sentences that quote it. */
export function refusalSentence({ entry, problem }: RefusedEntry): string {
  const quoted = `"${shown(entry)}"`;
  if (typeof problem === 'object') {
    return `${quoted} can be read in two ways. Is the ${shown(problem.unsurePart)} part of the number? Take it out, or write the number in one piece.`;
  }
  switch (problem) {
    case 'not_a_number':
      return `${quoted} is not a phone number. Write only numbers, each with its country code, ${EXAMPLE}.`;
    case 'no_country_code':
      return `${quoted} has no country code. Write it with one, ${EXAMPLE}.`;
    case 'too_short':
      return `${quoted} is too short for a phone number. Include the country code, ${EXAMPLE}.`;
    case 'too_long':
      return `${quoted} is too long for a phone number. Put each number on its own line, ${EXAMPLE}.`;
    case 'no_such_number':
      return `${quoted} is not a number that a phone can have. Check its digits and its country code.`;
    case 'no_whatsapp_line':
      return `${quoted} is a service number, such as a toll-free one, and has no WhatsApp. Use the person’s own number.`;
    case 'digits_lost':
      return `${quoted} is a number that a spreadsheet shortened: its last digits are lost. Format the column as text, enter the number again and copy it from there.`;
    case 'several_readings':
      return `${quoted} can be read as different numbers. Put each number on its own line, with + and its country code, ${EXAMPLE}.`;
    case 'is_the_sender':
      return `${quoted} is the number that this message is sent from. Take it out of the recipients.`;
    case 'list_too_long':
      return `The list of recipients is longer than ${formatCount(MAX_LIST_LENGTH)} characters. Send to fewer people at a time.`;
  }
}

/** Without what cannot be seen, so that an entry cannot turn the sentence around it. */
function shown(entry: string): string {
  const characters = [...withoutInvisible(entry)];
  return characters.length > MAX_QUOTE_LENGTH
    ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…`
    : characters.join('');
}

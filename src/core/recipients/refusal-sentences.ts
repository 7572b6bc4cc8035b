import { formatCount } from '../format.ts';
import { withoutInvisible } from './plain-characters.ts';
import { MAX_LIST_LENGTH, type RefusedEntry } from './recipients.ts';

type Kind = Exclude<RefusedEntry['problem'], object> | 'unsure_part';

interface Words {
  /** What follows the quoted entry. */
  readonly one: string;
  /** What follows the count of entries. */
  readonly many: string;
  readonly advice: string;
  /** For several entries, where it differs. */
  readonly adviceToMany?: string;
  /** For the one number of a cell in a spreadsheet, where it differs. */
  readonly adviceInCell?: string;
}

const MAX_QUOTE_LENGTH = 40;
const MAX_QUOTED = 3;
const EXAMPLE = 'like +91 98765 43210';

const WORDS: Readonly<Record<Exclude<Kind, 'list_too_long'>, Words>> = {
  not_a_number: {
    one: 'is not a phone number.',
    many: 'are not phone numbers',
    advice: `Write only numbers, each with its country code, ${EXAMPLE}.`,
    adviceInCell: `Write it with its country code, ${EXAMPLE}, or delete the row.`,
  },
  no_country_code: {
    one: 'has no country code.',
    many: 'have no country code',
    advice: `Write it with one, ${EXAMPLE}.`,
    adviceToMany: `Write each with one, ${EXAMPLE}.`,
  },
  too_short: {
    one: 'is too short for a phone number.',
    many: 'are too short for a phone number',
    advice: `Include the country code, ${EXAMPLE}.`,
  },
  too_long: {
    one: 'is too long for a phone number.',
    many: 'are too long for a phone number',
    advice: `Put each number on its own line, ${EXAMPLE}.`,
    adviceInCell: `Write one number, ${EXAMPLE}, and a row for each other one.`,
  },
  no_such_number: {
    one: 'is not a number that a phone can have.',
    many: 'are not numbers that a phone can have',
    advice: 'Check the digits and the country code.',
  },
  one_digit_short: {
    one: 'has one digit too few.',
    many: 'have one digit too few',
    advice: 'Look the number up, and write all of its digits.',
    adviceToMany: 'Look the numbers up, and write all of their digits.',
  },
  one_digit_long: {
    one: 'has one digit too many.',
    many: 'have one digit too many',
    advice: 'Look the number up, and take that digit out.',
    adviceToMany: 'Look the numbers up, and take that digit out.',
  },
  no_whatsapp_line: {
    one: 'is a service number, such as a toll-free one, and has no WhatsApp.',
    many: 'are service numbers, such as toll-free ones, and have no WhatsApp',
    advice: 'Use the person’s own number.',
    adviceToMany: 'Use each person’s own number.',
  },
  digits_lost: {
    one: 'is a number that a spreadsheet shortened: its last digits are lost.',
    many: 'were shortened by a spreadsheet, and their last digits are lost',
    advice: 'Format the column as text, enter the number again and copy it from there.',
    adviceToMany: 'Format the column as text, enter the numbers again and copy them from there.',
  },
  several_readings: {
    one: 'can be read as different numbers.',
    many: 'can be read as different numbers',
    advice: `Put each number on its own line, with + and its country code, ${EXAMPLE}.`,
    adviceInCell: `Write one number with + and its country code, ${EXAMPLE}.`,
  },
  is_the_sender: {
    one: 'is the number that this message is sent from.',
    many: 'are the number that this message is sent from',
    advice: 'Take it out of the recipients.',
    adviceInCell: 'Delete the row.',
  },
  unsure_part: {
    one: 'can be read in two ways.',
    many: 'can be read in two ways',
    advice: 'Take out the digits that are no part of the number, or write each number in one piece.',
  },
};

/** What is wrong and what to do: one sentence or two for each kind of problem, the most common kind first. */
export function refusalSentences(refused: readonly RefusedEntry[], total: number): readonly string[] {
  return [...Map.groupBy(refused, kindOf).values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      return same.length === 1 ? [refusalSentence(first)] : [manySentence(kindOf(first), same, total)];
    });
}

/** What is wrong with one entry and what to do, in one or two sentences that quote it. */
export function refusalSentence(refused: RefusedEntry): string {
  return sentenceOf(refused, ({ advice }) => advice);
}

/** The same for a cell of a spreadsheet, which is to have one number. */
export function cellRefusalSentence({ entry, problem }: RefusedEntry): string {
  return sentenceOf({ entry, problem }, ({ advice, adviceInCell = advice }) => adviceInCell);
}

function sentenceOf({ entry, line, problem }: RefusedEntry, adviceOf: (words: Words) => string): string {
  if (problem === 'list_too_long')
    return `The list of recipients is longer than ${formatCount(MAX_LIST_LENGTH)} characters. Send to fewer people at a time.`;
  const quoted = `${line === undefined ? '' : `Line ${formatCount(line)}: `}“${shown(entry)}”`;
  if (typeof problem === 'object') {
    const part = shown(problem.unsurePart);
    return `${quoted} can be read in two ways. Is the ${part} part of the number? Take it out, or write the number in one piece.`;
  }
  return `${quoted} ${WORDS[problem].one} ${adviceOf(WORDS[problem])}`;
}

function manySentence(kind: Kind, same: readonly RefusedEntry[], total: number): string {
  if (kind === 'list_too_long') return '';
  const { advice, adviceToMany = advice, many } = WORDS[kind];
  const quoted = same.slice(0, MAX_QUOTED).map(({ entry, line }) => {
    const quote = `“${shown(entry)}”`;
    return line === undefined ? quote : `${quote} (line ${formatCount(line)})`;
  });
  const more = same.length - quoted.length;
  const list = `${quoted.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return `${formatCount(same.length)} of ${formatCount(total)} ${many}: ${list}. ${adviceToMany}`;
}

function kindOf({ problem }: RefusedEntry): Kind {
  return typeof problem === 'object' ? 'unsure_part' : problem;
}

/** Without what cannot be seen, so that an entry cannot turn the sentence around it. */
function shown(entry: string): string {
  const characters = [...withoutInvisible(entry)];
  return characters.length > MAX_QUOTE_LENGTH
    ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…`
    : characters.join('');
}

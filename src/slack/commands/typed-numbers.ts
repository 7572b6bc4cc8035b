import { NUMBER_SIGNS, SEPARATORS, type TypedWord } from './typed-words.ts';

/** Which parts of a command's text go into the recipients, and which do not. */
interface TypedNumbers {
  /** As it was typed, with a comma where something else stood in between. */
  readonly recipients: string;
  /** What is not a number, as it was typed, in its order. */
  readonly others: readonly string[];
  /** The first number that does not fit into the field. */
  readonly tooMany: string | undefined;
}

/** What may stand between two numbers or inside one. */
const PLAIN_GAP = new RegExp(`^[\\s${SEPARATORS}${NUMBER_SIGNS}]*$`, 'u');
/** What may stand inside one number. */
const INNER_GAP = new RegExp(
  `^[^\\S\\n\\r\\u0085\\u2028\\u2029]*[${NUMBER_SIGNS}]?[^\\S\\n\\r\\u0085\\u2028\\u2029]*$`,
  'u',
);
const PLUS = /^[(（]?[+＋]/u;
/** Words that people put between a template and its numbers. */
const FILLER_WORD = /^(?:and|to|tel|&)[.:]*$/iu;

/**
 * Takes the numbers out of a command's words. A word that is not a number separates its neighbours, so that they do not become
 * one number; a word of digits and letters takes the digits beside it along, because a number without its end is another one.
 *
 * @param maxLength of the recipients, in characters; numbers are left out whole.
 */
export function typedNumbers(text: string, words: readonly TypedWord[], maxLength: number): TypedNumbers {
  const runs = runsOf(text, words);
  const others = runs
    .filter((run) => !isNumber(run))
    .map((run) => sliceOf(text, run))
    .filter((other) => !FILLER_WORD.test(other));
  let recipients = '';
  let before: Run | undefined;
  for (const run of runs.filter(isNumber)) {
    const gap = before === undefined ? '' : text.slice(before.at(-1)?.to, run[0]?.from);
    const number = sliceOf(text, run);
    const added = `${PLAIN_GAP.test(gap) ? gap : ', '}${number}`;
    if (recipients.length + added.length > maxLength) return { recipients, others, tooMany: number };
    recipients += added;
    before = run;
  }
  return { recipients, others, tooMany: undefined };
}

type Run = readonly TypedWord[];

function isNumber(run: Run): boolean {
  return run.every(({ kind }) => kind === 'number');
}

function sliceOf(text: string, run: Run): string {
  return text.slice(run[0]?.from, run.at(-1)?.to);
}

/** Words that belong together: the parts of one number, and a word of digits and letters among them. */
function runsOf(text: string, words: readonly TypedWord[]): readonly Run[] {
  const runs: TypedWord[][] = [];
  for (const word of words) {
    if (word.kind === 'sign') continue;
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && isOneNumber(before, word, text.slice(before.to, word.from)))
      last.push(word);
    else runs.push([word]);
  }
  return runs;
}

function isOneNumber(before: TypedWord, word: TypedWord, gap: string): boolean {
  if (!INNER_GAP.test(gap) || PLUS.test(word.text) || word.kind === 'word' || before.kind === 'word') return false;
  return before.kind === 'number' || !/^\p{L}/u.test(before.text);
}

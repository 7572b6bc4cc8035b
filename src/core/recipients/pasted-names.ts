/** Words of a paste that are no part of its numbers. */
export interface LeftOut {
  readonly kind: 'heading' | 'name';
  readonly text: string;
  /** Counted from 1, as the person sees the lines. */
  readonly line: number;
}

/** A cell of a pasted line: where it stands in the text, and what parts it from the cell before it. */
interface Cell {
  readonly from: number;
  readonly text: string;
  readonly isColumn: boolean;
}

const CELL = /[^\t;|,]+/g;
const LETTERS = String.raw`[\p{L}\p{M}]`;
/** What names are written with: letters, blanks, and the signs in and around them. */
const NAME = String.raw`[\s"“”'‘’(•·*-]*${LETTERS}(?:[\p{L}\p{M}\s.'’"“”()&/:_-]|(?<=\s)-)*`;
const ONLY_NAME = new RegExp(`^${NAME}$`, 'u');
/** `Guest 12` and `asha@example.com` stand in columns of their own. */
const NAME_IN_COLUMN = new RegExp(String.raw`^\s*["“(]?${LETTERS}[^+]*$`, 'u');
const NAME_BEFORE = new RegExp(String.raw`^\s*${LETTERS}[\p{L}\p{M}\s.'’&-]*[\s:=–—-]\s*(?=[([]?[+\d])`, 'u');
const NAME_BEHIND = new RegExp(String.raw`(?<=[\d)])\s+[(–—-]?\s*${LETTERS}[\p{L}\p{M}\s.'’&-]*\)?\s*$`, 'u');
/**
 * An extension belongs to its number. `not` and its like change what a number is for. `and` and `tel` have meanings of their
 * own, and links hold numbers.
 */
const NO_NAME =
  /(?:^|[^\p{L}])(?:ext|extn|extension|x|int|dw|e|and|or|tel|sms|not|except|without|never|don['’]?t|https?|www|wa)(?![\p{L}])/iu;
const WHOLE_NUMBER_DIGITS = 7;
const MAX_NAME_DIGITS = 3;
const MAX_NAME_LENGTH = 80;
/** Longer texts are no paste of a column; the number reader bounds its own work. */
const MAX_TEXT_LENGTH = 20_000;

/**
 * Takes a heading and the names beside numbers out of a pasted list. Only words are left out, and only where each name has a
 * number of its own: a name without one stays, and is refused.
 *
 * @returns the text with a separator in place of every character that is left out, so that places in it stay what they were
 */
export function withoutNames(typed: string): { readonly text: string; readonly leftOut: readonly LeftOut[] } {
  if (typed.length > MAX_TEXT_LENGTH) return { text: typed, leftOut: [] };
  const leftOut: LeftOut[] = [];
  let text = typed;
  let from = 0;
  const take = (kind: LeftOut['kind'], at: number, length: number, line: number): void => {
    leftOut.push({ kind, text: typed.slice(at, at + length).trim(), line });
    text = `${text.slice(0, at)}${';'.repeat(length)}${text.slice(at + length)}`;
  };
  const lines = typed.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  for (const [at, line] of lines.entries()) {
    if (at === first && isHeading(line, lines.slice(at + 1))) take('heading', from, line.trimEnd().length, at + 1);
    else for (const name of namesIn(line)) take('name', from + name.at, name.length, at + 1);
    from += line.length + 1;
  }
  return { text, leftOut };
}

/** A first line of words, above lines that have numbers. */
function isHeading(line: string, below: readonly string[]): boolean {
  return (
    line.length <= MAX_NAME_LENGTH &&
    /\p{L}/u.test(line) &&
    !/\p{Nd}/u.test(line) &&
    !NO_NAME.test(line) &&
    below.some(hasNumber)
  );
}

function namesIn(line: string): readonly { readonly at: number; readonly length: number }[] {
  if (!/\p{L}/u.test(line)) return [];
  const cells = cellsOf(line);
  const numbers = cells.filter(({ text }) => hasNumber(text));
  const words = cells.filter((cell) => isName(cell));
  const isRow = numbers.length === 1 || words.length <= numbers.length;
  const beside = isRow && numbers.length > 0 ? words.map(({ from, text }) => ({ at: from, length: text.length })) : [];
  return [...beside, ...numbers.flatMap(nameInCell)];
}

function cellsOf(line: string): readonly Cell[] {
  return [...line.matchAll(CELL)]
    .map(({ 0: text, index }) => ({
      from: index,
      text,
      isColumn: isTab(line[index - 1]) || isTab(line[index + text.length]),
    }))
    .filter(({ text }) => text.trim() !== '');
}

function isTab(character: string | undefined): boolean {
  return character === '\t';
}

function isName({ isColumn, text }: Cell): boolean {
  if (text.length > MAX_NAME_LENGTH || NO_NAME.test(text)) return false;
  return ONLY_NAME.test(text) || (isColumn && digitsIn(text) <= MAX_NAME_DIGITS && NAME_IN_COLUMN.test(text));
}

/** `Asha: +91 98765 43210` and `+91 98765 43210 (Asha)`, where nothing else in the cell has letters. */
function nameInCell({ from, text }: Cell): readonly { readonly at: number; readonly length: number }[] {
  if (text.length > MAX_NAME_LENGTH || NO_NAME.test(text)) return [];
  const before = NAME_BEFORE.exec(text)?.[0].length ?? 0;
  const behind = NAME_BEHIND.exec(text)?.[0].length ?? 0;
  const number = text.slice(before, text.length - behind);
  if (before + behind === 0 || /\p{L}/u.test(number) || !hasNumber(number)) return [];
  return [
    ...(before > 0 ? [{ at: from, length: before }] : []),
    ...(behind > 0 ? [{ at: from + text.length - behind, length: behind }] : []),
  ];
}

function hasNumber(text: string): boolean {
  return digitsIn(text) >= WHOLE_NUMBER_DIGITS;
}

function digitsIn(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0;
}

/** Many words as one text: looking through one long text costs a tenth of asking word after word. */
export interface WordList {
  /** A blank stands before each word and after the last one, and in none of them. */
  readonly text: string;
  /** Where each word begins; the last entry is where the next one would. */
  readonly starts: Uint32Array;
}

type Visit = (index: number, at: number) => void;

export function listWords(words: readonly string[]): WordList {
  const starts = new Uint32Array(words.length + 1).fill(1);
  words.forEach((word, index) => {
    starts[index + 1] = (starts[index] ?? 0) + word.length + 1;
  });
  return { text: ` ${words.join(' ')} `, starts };
}

/** Calls `visit` for every word that holds `part`, which is not empty, with where in the word it first stands. */
export function eachHolding({ text, starts }: WordList, part: string, visit: Visit): void {
  let index = 0;
  let next = 0;
  for (let hit = text.indexOf(part); hit >= 0; hit = text.indexOf(part, next)) {
    while ((starts[index + 1] ?? text.length) <= hit) index += 1;
    next = starts[index + 1] ?? text.length;
    visit(index, hit - (starts[index] ?? 0));
  }
}

/**
 * Calls `visit` for every word that one slip in its beginning can have made `typed` of, and for some more: a slip leaves
 * one of the first two letters in its place, or the second in front.
 */
export function eachAlike(
  { text, starts }: WordList,
  typed: string,
  visit: (index: number, word: string) => void,
): void {
  const [first, second] = [typed.charCodeAt(0), typed.charCodeAt(1)];
  for (let index = 0; index + 1 < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    const letter = text.charCodeAt(start);
    if (letter !== first && letter !== second && text.charCodeAt(start + 1) !== second) continue;
    visit(index, text.slice(start, (starts[index + 1] ?? 0) - 1));
  }
}

export function lengthOf({ starts }: WordList, index: number): number {
  return (starts[index + 1] ?? 0) - 1 - (starts[index] ?? 0);
}

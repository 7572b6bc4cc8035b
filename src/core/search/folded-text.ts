/** Letters that Unicode does not take apart into a base letter and an accent. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
};

const ACCENTS = /[\u0300-\u036f]/g;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * Text as a search compares it: lower case, without accents, every run of spaces, underscores and punctuation one
 * space. The vowel signs of Devanagari and its kin stay: without them a word is another word.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(/[ßæœøđłı]/g, (letter) => BASE_LETTERS[letter] ?? letter)
    .replace(NO_WORD, ' ')
    .trim();
}

/**
 * Whether `word` begins with `typed` once one slip of the fingers is forgiven: a letter wrong, missing, too many, or
 * two changed over. False when it begins with `typed` as it stands.
 */
export function beginsWithSlip(word: string, typed: string): boolean {
  let at = 0;
  while (at < typed.length && at < word.length && word[at] === typed[at]) at += 1;
  if (at === typed.length) return false;
  const afterWrong = typed.slice(at + 1);
  if (word.startsWith(afterWrong, at + 1) || word.startsWith(afterWrong, at)) return true;
  if (word.startsWith(typed.slice(at), at + 1)) return true;
  return word[at] === typed[at + 1] && word[at + 1] === typed[at] && word.startsWith(typed.slice(at + 2), at + 2);
}

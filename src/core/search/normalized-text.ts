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
 * Text as a search compares it: lower case, without accents, its words separated by single spaces. The vowel signs of
 * Devanagari and similar scripts stay: without them a word is another word.
 */
export function normalizeText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(/[ßæœøđłı]/g, (letter) => BASE_LETTERS[letter] ?? letter)
    .replace(NO_WORD, ' ')
    .trim();
}

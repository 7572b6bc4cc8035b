export const MASK = '••••';
/** A shorter value is a word like `yes`: hiding it would hide the log. */
const MIN_LENGTH = 4;
/** A shorter value is hidden only where it stands as a word, so that `1795` leaves an ID alone that has these digits. */
const MIN_LENGTH_INSIDE_WORDS = 8;

/** What ends before a word: no letter or digit, or an escaped character of JSON or of a URL. */
const BEFORE_WORD = /(?:^|[^\p{L}\p{N}]|%[\da-f]{2}|\\[bfnrt]|\\u[\da-f]{4})$/iu;
const MAX_ESCAPE_LENGTH = 6;
const IN_WORD = /[\p{L}\p{N}]/u;

/** How a value stands in a text: as it is, in JSON, in a URL and in a form. None for one that is too short to be hidden. */
export function spellingsOf(value: string): readonly string[] {
  if (value.length < MIN_LENGTH) return [];
  const encoded = encodeURIComponent(value.toWellFormed());
  return [...new Set([value, JSON.stringify(value).slice(1, -1), encoded, encoded.replaceAll('%20', '+')])];
}

/** A piece of a text that must not be read, and what stands in its place. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

/** Where the spellings stand in the text. */
export function findSpellings(text: string, spellings: readonly string[]): readonly Hidden[] {
  const found: Hidden[] = [];
  for (const spelling of spellings) {
    if (spelling.length > text.length) continue;
    for (let start = text.indexOf(spelling); start >= 0; start = text.indexOf(spelling, start + 1)) {
      const end = start + spelling.length;
      if (spelling.length >= MIN_LENGTH_INSIDE_WORDS || standsAlone(text, start, end))
        found.push({ start, end, mask: MASK });
    }
  }
  return found;
}

/** The text with a mask over every piece; pieces that overlap are one, so that none leaves a rest of another. */
export function cover(text: string, pieces: readonly Hidden[]): string {
  let clean = '';
  let done = 0;
  let open: Hidden | undefined;
  for (const piece of pieces.toSorted((a, b) => a.start - b.start)) {
    if (open !== undefined && piece.start < open.end) {
      open = { start: open.start, end: Math.max(open.end, piece.end), mask: MASK };
      continue;
    }
    if (open !== undefined) [clean, done] = [clean + text.slice(done, open.start) + open.mask, open.end];
    open = piece;
  }
  if (open !== undefined) [clean, done] = [clean + text.slice(done, open.start) + open.mask, open.end];
  return clean + text.slice(done);
}

function standsAlone(text: string, start: number, end: number): boolean {
  const isBegun =
    !IN_WORD.test(text.charAt(start)) || BEFORE_WORD.test(text.slice(Math.max(0, start - MAX_ESCAPE_LENGTH), start));
  return isBegun && !(IN_WORD.test(text.charAt(end - 1)) && IN_WORD.test(text.charAt(end)));
}

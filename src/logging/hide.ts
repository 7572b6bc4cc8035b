const MASK = '••••';
/** A shorter value is a word like `yes`: hiding it would hide the log. */
const MIN_LENGTH = 4;
/** A shorter value is hidden only where it stands as a word, so that `1795` leaves an ID alone that has these digits. */
const MIN_LENGTH_INSIDE_WORDS = 8;

/** What ends before a word: no letter or digit, or an escaped character of JSON or of a URL. */
const BEFORE_WORD = /(?:^|[^\p{L}\p{N}]|%[\da-f]{2}|\\[bfnrt]|\\u[\da-f]{4})$/iu;
const LONGEST_ESCAPE = 6;
const IN_WORD = /[\p{L}\p{N}]/u;

/** How a value stands in a text: as it is, in JSON, in a URL and in a form. None for one that is too short to be hidden. */
export function spellingsOf(value: string): readonly string[] {
  if (value.length < MIN_LENGTH) return [];
  const encoded = encodeURIComponent(value.toWellFormed());
  return [...new Set([value, JSON.stringify(value).slice(1, -1), encoded, encoded.replaceAll('%20', '+')])];
}

/** The text with a mask over every one of the spellings in it, also where they overlap. */
export function hide(text: string, spellings: readonly string[]): string {
  const places: (readonly [start: number, end: number])[] = [];
  for (const spelling of spellings) {
    if (spelling.length > text.length) continue;
    for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
      const end = at + spelling.length;
      if (spelling.length >= MIN_LENGTH_INSIDE_WORDS || standsAlone(text, at, end)) places.push([at, end]);
    }
  }
  if (places.length === 0) return text;
  places.sort(([a], [b]) => a - b);
  let clean = '';
  let done = 0;
  for (const [start, end] of places) {
    if (start >= done) clean += text.slice(done, start) + MASK;
    done = Math.max(done, end);
  }
  return clean + text.slice(done);
}

function standsAlone(text: string, start: number, end: number): boolean {
  const isBegun =
    !IN_WORD.test(text.charAt(start)) || BEFORE_WORD.test(text.slice(Math.max(0, start - LONGEST_ESCAPE), start));
  return isBegun && !(IN_WORD.test(text.charAt(end - 1)) && IN_WORD.test(text.charAt(end)));
}

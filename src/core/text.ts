/**
 * A text that every database holds: PostgreSQL has no place for a NUL character, and neither of the two for half of a
 * character that takes two places. Each of them becomes `\ufffd`.
 *
 * @param maxLength in UTF-16 units; what is longer is cut, and never through a character.
 */
export function storable(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? withoutHalf(text.slice(0, maxLength)) : text;
  return cut.replaceAll('\0', '\ufffd').toWellFormed();
}

/** What was cut off may be the second half of its last character. */
function withoutHalf(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

/**
 * Shortens text to what there is room for, with an ellipsis where something is missing.
 *
 * @param maxLength in UTF-16 units, the stricter way to count; what is cut is never half a character.
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > maxLength - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Anything but blanks, controls, marks of direction, joiners, Hangul's fillers, variation selectors and the empty Braille cell. */
const SEEN = /[^\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a reader sees anything of it: a text of nothing else is drawn as an empty place. */
export function isSeen(text: string): boolean {
  return SEEN.test(text);
}

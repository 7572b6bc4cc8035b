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

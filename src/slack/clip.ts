/**
 * Shortens `text` to what one of Slack's limits allows, with an ellipsis where something is gone.
 * @param limit in UTF-16 units, the stricter way to count; a character is never cut in two.
 */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

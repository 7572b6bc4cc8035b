/**
 * Control characters except tab and line feed, and marks that turn the reading direction or join nothing visible:
 * with them a text can show something else than it says. Joiners U+200C and U+200D stay: Indic scripts and emoji need them.
 */
const HIDDEN = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]',
    '[\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]',
    '[\\ufff9-\\ufffb]',
  ].join('|'),
  'gu',
);
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * Text of other people, made safe to show as plain text: line ends are line feeds, nothing hidden is left, and every
 * character is whole.
 */
export function untrustedText(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(HIDDEN, '');
}

/** {@link untrustedText} on one line of at most `most` UTF-16 units, a cut shown by an ellipsis. */
export function untrustedLine(text: string, most: number): string {
  return cutText(untrustedText(text).replace(/\s+/g, ' ').trim(), most);
}

/**
 * Shortens text to one of Slack's limits, with an ellipsis where something is gone.
 * @param most in UTF-16 units, the stricter way to count; a character is never cut in two.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * Foreign text for Slack's mrkdwn, which only a notification's text has to be: `&`, `<` and `>` as Slack wants them
 * escaped, and no sign left that formats, mentions or draws an emoji.
 */
export function untrustedMrkdwn(text: string, most: number): string {
  return untrustedLine(text, most)
    .replace(/[*~`:@#|]/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

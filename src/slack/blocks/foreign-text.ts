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
export function foreignText(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(HIDDEN, '');
}

/** {@link foreignText} on one line of at most `most` characters (code points), a cut shown by an ellipsis. */
export function foreignLine(text: string, most: number): string {
  return cutText(foreignText(text).replace(/\s+/g, ' ').trim(), most);
}

/** The first `most` code points, the last of them an ellipsis when something was cut. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

/**
 * Foreign text for Slack's mrkdwn, which only a notification's text has to be: `&`, `<` and `>` as Slack wants them
 * escaped, and no sign left that formats, mentions or draws an emoji.
 */
export function foreignMrkdwn(text: string, most: number): string {
  return foreignLine(text, most)
    .replace(/[*~`:@#|]/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

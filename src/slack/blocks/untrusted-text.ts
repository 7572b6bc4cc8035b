import { cutText } from '../../core/text.ts';

/**
 * Control characters except tab and line feed, and marks that change the reading direction or
 * are invisible: with them a text can look different from what it is. Joiners U+200C and U+200D stay: Indic scripts and emoji need them.
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
 * Text that was written elsewhere, made safe to show as plain text: line ends become line feeds, hidden characters are
 * removed, and broken ones replaced.
 */
export function untrustedText(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(HIDDEN, '');
}

/** {@link untrustedText} on one line, cut with an ellipsis to `maxLength` UTF-16 units. */
export function untrustedLine(text: string, maxLength: number): string {
  return cutText(untrustedText(text).replace(/\s+/g, ' ').trim(), maxLength);
}

/**
 * Untrusted text for Slack's mrkdwn, where no plain text is possible: `&`, `<` and `>` escaped, and without the signs that
 * format, mention or draw an emoji.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function untrustedMrkdwn(text: string, maxLength: number): string {
  return untrustedLine(text, maxLength)
    .replace(/[*~`:@#|]/g, '')
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

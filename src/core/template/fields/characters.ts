import type { FieldId } from './field.ts';

/** Controls and line separators in any field: multipart rewrites line ends, and WhatsApp refuses them in a value. */
const UNSENDABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
const MAYBE_UNSENDABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}"\\]/u;

/** Whether no field takes it. */
export function isUnsendable(character: string): boolean {
  return UNSENDABLE.test(character);
}

/**
 * Says of every character that cannot reach WhatsApp unchanged in this field what to type instead.
 *
 * @param name of the value, as a sentence starts with it
 * @returns sentences, or undefined when there is none
 */
export function characterProblem(field: FieldId, name: string, value: string): string | undefined {
  if (!MAYBE_UNSENDABLE.test(value)) return undefined;
  const isQuoted = standsInQuotes(field);
  const characters = new Set(
    [...value].filter(
      (character) => isUnsendable(character) || (isQuoted && (character === '"' || character === '\\')),
    ),
  );
  return characters.size === 0 ? undefined : [...characters].map((character) => sentenceFor(name, character)).join(' ');
}

/** In Kaleyra's list syntax, which has no way to write a quote. */
function standsInQuotes(field: FieldId): boolean {
  return field === 'coupon_code' || /^param_\d+$/.test(field);
}

/** What to type in place of a character. */
export function sentenceFor(name: string, character: string): string {
  switch (character) {
    case '"':
      return `${name} has a straight quote ("), which Kaleyra cannot carry. Use “ and ”, or ’, instead.`;
    case '\\':
      return `${name} has a backslash (\\), which Kaleyra cannot carry. Use / instead, or leave it out.`;
    case '\t':
      return `${name} has a tab, which WhatsApp does not take. Use a space instead.`;
    case '\n':
    case '\r':
    case '\u2028':
    case '\u2029':
      return `${name} has a line break, which WhatsApp does not take. Put it on one line.`;
    default:
      return `${name} has a character that cannot be seen (${codePointOf(character)}). Delete it or type the value again.`;
  }
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

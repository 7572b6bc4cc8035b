import { MAX_INPUT_LENGTH } from '../limits.ts';

/** A part of a command's text between blanks and separators. */
export interface TypedWord {
  /** As it was typed. */
  readonly typed: string;
  /** The same, for a number without the decoration around it. */
  readonly text: string;
  /** Where `text` starts and ends in the command's text. */
  readonly from: number;
  readonly to: number;
  /** `mixed` has digits and something that no number has; `sign` has neither letters nor digits and may stand in a number. */
  readonly kind: 'number' | 'mixed' | 'word' | 'sign';
}

/** Signs that people write numbers with. */
export const NUMBER_SIGNS = String.raw`+＋().\-/~‐-―−（）`;
export const SEPARATORS = String.raw`\n\r\u0085\u2028\u2029,;|،؛、，；`;
/** Quotes, code marks, bold and italic, brackets, bullets, the ends of a sentence, and what cannot be seen. */
const DECORATION = String.raw`"'\u0060´‘-‟‹›«»「-』＂＇*~_<>\[\]{}!?…:：。•·◦▪‣\p{Cf}`;

const NOT_BETWEEN = String.raw`[^\s${SEPARATORS}]`;
const STARTS_WITH_PLUS = String.raw`[(（]?[+＋](?=[\p{Nd}(（])`;
/** A number in one of WhatsApp's links, or after `tel:` or `sms:`. */
const LINK = String.raw`(?:(?:https?:\/\/)?(?:(?:www|api|web)\.)?(?:wa\.me\/|whatsapp\.com\/send\/?\?(?:\S*&)?phone=)|whatsapp:\/\/send\/?\?(?:\S*&)?phone=|(?:tel|sms):)(?:\+|%2B|%20)*\d${NOT_BETWEEN}*`;
/** How a spreadsheet shows a long number; the number reader refuses it with a reason. */
const EXPONENT = String.raw`\d+(?:[.,]\d+)?E\+?\d{1,2}(?![\p{L}\p{N}_])`;
const TOKEN = new RegExp(
  `(?<number>${LINK}|${EXPONENT})|${STARTS_WITH_PLUS}(?:(?!${STARTS_WITH_PLUS})${NOT_BETWEEN})*|(?:(?!${STARTS_WITH_PLUS})${NOT_BETWEEN})+`,
  'giu',
);
const NUMBER = new RegExp(`^[\\p{Nd}${NUMBER_SIGNS}]*$`, 'u');
const SIGN = new RegExp(`^[${NUMBER_SIGNS}${DECORATION}]*$`, 'u');
const EDGES = new RegExp(`^[${DECORATION}]+|[${DECORATION}]+$`, 'gu');
/** A name, a colon and a number without a blank in between. */
const NAME_AND_NUMBER = /^(.*[\p{L}_][^:]*:)(\d{5,}.*)$/su;

/** Enough for the longest name, its language and a number; looking for the colon takes the square of the length. */
const MAX_NAME_AND_NUMBER = 700;
/** No field has room for a longer one, and its edges take the square of the length too. */
const MAX_WORD_LENGTH = MAX_INPUT_LENGTH;

/** Splits a command's text into words and says which are numbers or parts of one. */
export function typedWords(text: string): readonly TypedWord[] {
  return [...text.matchAll(TOKEN)].flatMap(({ 0: token, index, groups }) => {
    if (token.length > MAX_WORD_LENGTH)
      return [{ typed: token, text: token, from: index, to: index + token.length, kind: 'mixed' as const }];
    if (groups?.['number'] !== undefined) return [wordOf(token, index, 'number')];
    if (token.length > MAX_NAME_AND_NUMBER) return [wordOf(token, index)];
    const [, name = '', number = ''] = NAME_AND_NUMBER.exec(token) ?? [];
    return name === '' ? [wordOf(token, index)] : [wordOf(name, index), wordOf(number, index + name.length)];
  });
}

function wordOf(typed: string, index: number, kind?: TypedWord['kind']): TypedWord {
  const plain = typed.replace(EDGES, '');
  const isNumber = kind === 'number' || kindOf(plain) === 'number';
  const text = isNumber ? plain : typed;
  const from = index + typed.indexOf(text);
  return { typed, text, from, to: from + text.length, kind: isNumber ? 'number' : kindOf(typed) };
}

function kindOf(text: string): TypedWord['kind'] {
  if (SIGN.test(text)) return 'sign';
  if (!/\p{Nd}/u.test(text)) return 'word';
  return NUMBER.test(text) ? 'number' : 'mixed';
}

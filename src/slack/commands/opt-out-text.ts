import type { OptOutScope } from '../../core/rules/opt-out.ts';
import { typedWords } from './typed-words.ts';

/** What follows `optout` or `optin`. */
export interface OptOutText {
  readonly scope: OptOutScope;
  /** As typed, to be read like any list of recipients; empty where none was typed. */
  readonly numbers: string;
  /** What was written behind the numbers; undefined where nothing was. */
  readonly reason: string | undefined;
  /** The reason holds digits like those of a phone number, so it may be one that was not meant as a reason. */
  readonly hasNumberInReason: boolean;
}

const SCOPE = /^(marketing|all)(?![\p{L}\p{N}_-])[\s:,]*/iu;
/** Words that people put between numbers. */
const JOINS = /^(?:and|to|tel|&)[.:]*$/iu;
/** Seven digits or more, however they are grouped. */
const LONG_NUMBER = /\p{Nd}(?:[\s().\-/]*\p{Nd}){6,}/u;

/** @param text as it was typed: `marketing +91 98765 43210, +91 98765 43211 asked on the phone` */
export function readOptOutText(text: string): OptOutText {
  const [opening = '', word] = SCOPE.exec(text) ?? [];
  const rest = text.slice(opening.length);
  const words = typedWords(rest);
  const first = words.findIndex(({ kind }) => kind === 'number' || kind === 'mixed');
  const reasonAt = words.findIndex(
    ({ kind, typed }, at) => at > first && kind === 'word' && !(JOINS.test(typed) && isFollowed(words, at)),
  );
  const from = first < 0 ? 0 : (words[reasonAt]?.from ?? rest.length);
  const reason = rest.slice(from).trim();
  return {
    scope: word?.toLowerCase() === 'marketing' ? 'marketing' : 'all',
    numbers: rest.slice(0, from).trim(),
    reason: reason === '' ? undefined : reason,
    hasNumberInReason: first >= 0 && LONG_NUMBER.test(reason),
  };
}

/** Whether a number comes right behind. */
function isFollowed(words: ReturnType<typeof typedWords>, at: number): boolean {
  const next = words[at + 1];
  return next !== undefined && next.kind !== 'word';
}

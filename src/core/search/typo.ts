/** Shorter words are one typo away from too many others. */
const MIN_TYPO_LENGTH = 4;

/**
 * Whether `typed` is the beginning of `word` with one typo in it: a letter wrong, missing, too many, or two letters
 * swapped. Short words are taken as they are, and so are numbers: with another digit it is another number.
 *
 * @param typed with which `word` does not begin as it is.
 */
export function beginsWithTypo(word: string, typed: string): boolean {
  if (typed.length < MIN_TYPO_LENGTH || /\p{N}/u.test(typed)) return false;
  let at = 0;
  while (at < typed.length && at < word.length && word[at] === typed[at]) at += 1;
  const afterWrong = typed.slice(at + 1);
  if (word.startsWith(afterWrong, at + 1) || word.startsWith(afterWrong, at)) return true;
  if (word.startsWith(typed.slice(at), at + 1)) return true;
  return word[at] === typed[at + 1] && word[at + 1] === typed[at] && word.startsWith(typed.slice(at + 2), at + 2);
}

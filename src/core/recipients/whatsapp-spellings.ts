/** A country whose phones WhatsApp may write in two ways: its old way, and today's. */
interface TwoWays {
  readonly old: RegExp;
  readonly today: RegExp;
  /** What stands in today's number and not in the old one. Several where the old number does not tell which. */
  readonly added: readonly string[];
}

/**
 * WhatsApp names an account by the number that it had when it was made, and numbering plans have changed since:
 * Brazil put a 9 before its mobile numbers, Mexico dropped the 1 and Argentina keeps the 9 after the country code, Ivory
 * Coast (2021) and Benin (2024) put two digits before theirs. Groups: what stands before the added digits, and behind them.
 */
const TWO_WAYS: readonly TwoWays[] = [
  { old: /^(55\d\d)(\d{8})$/, today: /^(55\d\d)9(\d{8})$/, added: ['9'] },
  { old: /^(52)([2-9]\d{9})$/, today: /^(52)1([2-9]\d{9})$/, added: ['1'] },
  { old: /^(54)([1-8]\d{9})$/, today: /^(54)9([1-8]\d{9})$/, added: ['9'] },
  {
    old: /^(225)(\d{8})$/,
    today: /^(225)(?:0[157]|2[157])(\d{8})$/,
    added: ['01', '05', '07', '21', '25', '27'],
  },
  { old: /^(229)(\d{8})$/, today: /^(229)01(\d{8})$/, added: ['01'] },
];

/**
 * @param digits a whole number with its country code and without its plus
 * @returns the other numbers under which WhatsApp may name the same phone; none for most countries
 */
export function otherSpellings(digits: string): readonly string[] {
  return TWO_WAYS.flatMap(({ old, today, added }) => {
    const [, before, behind] = today.exec(digits) ?? [];
    if (before !== undefined && behind !== undefined) return [before + behind];
    const [, start, rest] = old.exec(digits) ?? [];
    return start === undefined || rest === undefined ? [] : added.map((more) => start + more + rest);
  });
}

/** Whether two numbers, given as digits, are one phone for WhatsApp. */
export function isSamePhone(one: string, other: string): boolean {
  return one === other || otherSpellings(one).includes(other);
}

/** A country that changed its numbers. All patterns are of whole numbers with their country code and without their plus. */
interface Renumbering {
  /** The form with fewer digits. Groups: what stands before the digits that were added or dropped, and behind them. */
  readonly short: RegExp;
  readonly long: RegExp;
  /** What the long form has more. Several where the short one does not tell which. */
  readonly added: readonly string[];
  /** Which earlier numbers lead to one number of today, and to which: only those of mobile phones, to the digit. */
  readonly earlier: readonly { readonly digits: RegExp; readonly today: string }[];
}

/**
 * Numbering plans change, and numbers do not: address books keep the earlier form, and WhatsApp names an account (in its
 * links and as `wa_id`) by the number that it had when it was made.
 */
const RENUMBERINGS: readonly Renumbering[] = [
  // Brazil put a 9 before mobile numbers, 2012 to 2016; the area code stays in front.
  {
    short: /^(55\d\d)(\d{8})$/,
    long: /^(55\d\d)9(\d{8})$/,
    added: ['9'],
    earlier: [{ digits: /^55(\d\d)([6-9]\d{7})$/, today: '55$19$2' }],
  },
  // Mexico dropped the 1 in 2019.
  {
    short: /^(52)([2-9]\d{9})$/,
    long: /^(52)1([2-9]\d{9})$/,
    added: ['1'],
    earlier: [{ digits: /^521(\d{10})$/, today: '52$1' }],
  },
  // Argentina has a 9 after the country code in WhatsApp and for calls from abroad; both forms are of today.
  { short: /^(54)([1-8]\d{9})$/, long: /^(54)9([1-8]\d{9})$/, added: ['9'], earlier: [] },
  // Ivory Coast put two digits before its numbers on 31 January 2021; of a mobile number the second digit says which.
  {
    short: /^(225)(\d{8})$/,
    long: /^(225)(?:0[157]|2[157])(\d{8})$/,
    added: ['01', '05', '07', '21', '25', '27'],
    earlier: [
      { digits: /^225((?:0[1-3]|[45][0-3])\d{6})$/, today: '22501$1' },
      { digits: /^225([045789][4-6]\d{6})$/, today: '22505$1' },
      { digits: /^225([045789][7-9]\d{6})$/, today: '22507$1' },
    ],
  },
  // Benin put 01 before every number on 30 November 2024.
  {
    short: /^(229)(\d{8})$/,
    long: /^(229)01(\d{8})$/,
    added: ['01'],
    earlier: [{ digits: /^229([24-69]\d{7})$/, today: '22901$1' }],
  },
];

const EARLIER = RENUMBERINGS.flatMap(({ earlier }) => earlier);

/** @returns today's digits of a mobile number that is written in an earlier form; undefined for any other number */
export function todaysForm(digits: string): string | undefined {
  const form = EARLIER.find((earlier) => earlier.digits.test(digits));
  return form && digits.replace(form.digits, form.today);
}

/** @returns the other numbers under which WhatsApp may name the same phone; none for most countries */
export function otherSpellings(digits: string): readonly string[] {
  return RENUMBERINGS.flatMap(({ short, long, added }) => {
    const [, before, behind] = long.exec(digits) ?? [];
    if (before !== undefined && behind !== undefined) return [before + behind];
    const [, start, rest] = short.exec(digits) ?? [];
    return start === undefined || rest === undefined ? [] : added.map((more) => start + more + rest);
  });
}

/** Whether two numbers are one phone for WhatsApp. */
export function isSamePhone(one: string, other: string): boolean {
  return one === other || otherSpellings(one).includes(other);
}

interface EarlierForm {
  readonly digits: RegExp;
  readonly today: string;
}

/**
 * Mobile numbers, with country code, as they were before a country changed its plan. Address books and WhatsApp itself
 * (in its links and as `wa_id`) still carry them.
 */
const EARLIER_FORMS: readonly EarlierForm[] = [
  // Mexico dropped the 1 in 2019.
  { digits: /^521(\d{10})$/, today: '52$1' },
  // Brazil put a 9 before mobile numbers, 2012 to 2016; the area code stays in front.
  { digits: /^55(\d\d)([6-9]\d{7})$/, today: '55$19$2' },
  // Benin put 01 before every number on 30 November 2024.
  { digits: /^229([24-69]\d{7})$/, today: '22901$1' },
  // Ivory Coast put the operator's 01, 05 or 07 before mobile numbers on 31 January 2021; the second digit says whose it was.
  { digits: /^225((?:0[1-3]|[45][0-3])\d{6})$/, today: '22501$1' },
  { digits: /^225([045789][4-6]\d{6})$/, today: '22505$1' },
  { digits: /^225([045789][7-9]\d{6})$/, today: '22507$1' },
];

/** Today's digits of a number that is written in an earlier form, both with country code; undefined for any other. */
export function todaysForm(digits: string): string | undefined {
  const form = EARLIER_FORMS.find((earlier) => earlier.digits.test(digits));
  return form && digits.replace(form.digits, form.today);
}

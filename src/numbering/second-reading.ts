import { canBeMobile, type ParsedNumber, type ParseNumber } from './parse-number.ts';
import { type DigitRun, digitRunsOf } from './spelling.ts';

/** Of a whole number, with its country code or without. */
const MIN_DIGITS = 4;
/** Of a number that counts the lines of a list. */
const MAX_LIST_DIGITS = 4;
/** Of one without a dot or a bracket after it; more digits are an area code. */
const MAX_UNMARKED_DIGITS = 2;
/** Without its country code. Plans with several lengths allow such short numbers, but phones do not have them. */
const MAX_UNUSUAL_DIGITS = 6;
/** More digits than a list number or an extension after a number has. */
const MIN_GROUP_DIGITS = 4;
/** Between two groups: one blank, dash or dot. */
const GROUP_GAP = /^[\s.‐-―−-]$/u;
/** `1.`, `1)` or `1 -` as lists have it. */
const LIST_MARK = /^[^(]*\)|^[^(]*\.\s|^[1-9]\d*\s+[‐-―−-]\s/u;

interface Spelled {
  readonly spelling: string;
  readonly runs: readonly DigitRun[];
  readonly parsed: ParsedNumber;
}

/**
 * Looks for a second reading of a number: another whole number in the same spelling, with digits before or behind it.
 * In countries whose numbers have several lengths `+62812345678 1` is one number or a number and a 1.
 *
 * Groups of one number do not count. Only one reading is left when the number is grouped as its country groups it, or
 * evenly: `+43 664 123 45 67` ends in pairs, and people do not write the shorter `+43 664 123 45` that way.
 *
 * @returns the digits that may be no part of the number, as typed; undefined when there is one reading.
 */
export function unsurePartOf(spelling: string, parsed: ParsedNumber, parseNumber: ParseNumber): string | undefined {
  const whole: Spelled = { spelling, runs: digitRunsOf(spelling), parsed };
  return partBehind(whole, parseNumber) ?? partBefore(whole, parseNumber);
}

function partBehind(whole: Spelled, parseNumber: ParseNumber): string | undefined {
  for (let at = whole.runs.length - 1; at > 0; at -= 1) {
    const shorter = otherNumber(whole, 0, at, parseNumber);
    if (shorter && !isGroupedBefore(whole, at, shorter))
      return whole.spelling.slice(whole.runs[at]?.from, whole.runs.at(-1)?.to);
  }
  return undefined;
}

/** Only of a number without a plus: nothing before a plus is ever read as a part of its number. */
function partBefore(whole: Spelled, parseNumber: ParseNumber): string | undefined {
  if (/^(?:\+|00)/.test(whole.spelling)) return undefined;
  for (let at = 1; at < whole.runs.length && digitsBefore(whole, at) <= MAX_LIST_DIGITS; at += 1) {
    for (let end = whole.runs.length; end > at; end -= 1) {
      const shorter = otherNumber(whole, at, end, parseNumber);
      if (shorter && !isAreaCode(whole, at, shorter))
        return whole.spelling.slice(whole.runs[0]?.from, whole.runs[at - 1]?.to);
    }
  }
  return undefined;
}

/** The other number that the runs from one place to another are by themselves. */
function otherNumber(whole: Spelled, start: number, end: number, parseNumber: ParseNumber): Spelled | undefined {
  const from = start === 0 ? 0 : (whole.runs[start]?.from ?? 0);
  const spelling = whole.spelling.slice(from, whole.runs[end - 1]?.to);
  if (spelling.replace(/\D/g, '').length < MIN_DIGITS) return undefined;
  const parsed = parseNumber(spelling);
  if (parsed === undefined || (parsed.parsed.number === whole.parsed.parsed.number && !parsed.other)) return undefined;
  return { spelling, runs: digitRunsOf(spelling), parsed };
}

/** Whether the runs from `at` on are groups of the number, and the shorter number before them is none that was meant. */
function isGroupedBefore(whole: Spelled, at: number, shorter: Spelled): boolean {
  const gap = gapBefore(whole, at);
  const tail = whole.runs.slice(at).map(lengthOf);
  if (!GROUP_GAP.test(gap) || tail.at(-1) === 1 || isSolid(shorter)) return false;
  const last = whole.runs[at - 1];
  const isEven =
    tail.every((length) => last && length === lengthOf(last)) && (at === 1 || gap === gapBefore(whole, at - 1));
  if (!(isEven || isGroupedAsUsual(whole))) return false;
  if (!isGroupedAsUsual(shorter)) return true;
  return isUnusuallyShort(shorter) ? sum(tail) >= MIN_GROUP_DIGITS : isEven && isOfNoCountry(whole);
}

function isUnusuallyShort({ parsed }: Spelled): boolean {
  return parsed.parsed.nationalNumber.length <= MAX_UNUSUAL_DIGITS;
}

/** Networks that span countries, such as +883, are written in threes whatever their length. */
function isOfNoCountry({ parsed }: Spelled): boolean {
  return parsed.parsed.country === undefined;
}

/** Whether the runs before `at` are the number's area code rather than the numbering of a list. */
function isAreaCode(whole: Spelled, at: number, shorter: Spelled): boolean {
  const before = whole.spelling.slice(0, whole.runs[at]?.from);
  if (LIST_MARK.test(before)) return false;
  const isUsual = isWrittenAsUsual(whole) && !whole.parsed.guessedCountry;
  const isPrefix =
    digitsBefore(whole, at) > MAX_UNMARKED_DIGITS || (isMobile(whole) && !isMobile(shorter) && !isSolid(shorter));
  if (isUsual && isPrefix) return true;
  if (/^\D*0\d/.test(before)) return isUsual || !shorter.spelling.startsWith('0');
  return !(shorter.spelling.startsWith('0') || isSolid(shorter) || isGroupedAsUsual(shorter));
}

function isMobile({ parsed }: Spelled): boolean {
  return canBeMobile(parsed);
}

/** Whether nothing parts the digits behind the country code. */
function isSolid(number: Spelled): boolean {
  return placesIn(number.spelling, number).length === 0;
}

/** Whether the digits are parted where libphonenumber parts them, at home or abroad. */
function isGroupedAsUsual(number: Spelled): boolean {
  const places = placesIn(number.spelling, number).join();
  const { parsed } = number.parsed;
  return [parsed.formatInternational(), parsed.formatNational()].some(
    (usual) => placesIn(usual, number).join() === places,
  );
}

/** Whether every digit stands where libphonenumber writes it, the zero before an area code included. */
function isWrittenAsUsual({ spelling, parsed: { parsed } }: Spelled): boolean {
  const groups = digitRunsOf(spelling).map(lengthOf).join();
  return [parsed.formatInternational(), parsed.formatNational()].some(
    (usual) => digitRunsOf(usual).map(lengthOf).join() === groups,
  );
}

/** Where a spelling of the number is parted, in digits from its end; what stands before the national number does not count. */
function placesIn(spelling: string, { parsed }: Spelled): readonly number[] {
  const digits = parsed.parsed.nationalNumber.length;
  const lengths = digitRunsOf(spelling).map(lengthOf);
  return lengths.map((_, index) => sum(lengths.slice(index + 1))).filter((place) => place > 0 && place < digits);
}

function gapBefore({ spelling, runs }: Spelled, at: number): string {
  const gap = spelling.slice(runs[at - 1]?.to, runs[at]?.from);
  return gap.replace(/\s/gu, ' ').replace(/[‐-―−]/gu, '-');
}

function digitsBefore({ runs }: Spelled, at: number): number {
  return sum(runs.slice(0, at).map(lengthOf));
}

function lengthOf({ from, to }: DigitRun): number {
  return to - from;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

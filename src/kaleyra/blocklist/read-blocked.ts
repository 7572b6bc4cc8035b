import { isJsonObject } from '../../core/json.ts';
import { type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';

const LISTS = ['data', 'contacts', 'blocklisted', 'numbers', 'result', 'results', 'list'];
const NUMBER_NAMES = ['number', 'mobile', 'contact', 'phone', 'msisdn'];
const STATUS_NAMES = ['blocklist_status', 'status', 'is_blocklisted'];
/** What a status says that is not blocked. */
const FREE = /^(?:0|false|unblocked|inactive|removed)$/i;
const MAX_DEPTH = 5;

/** The numbers of one page, and how many entries it had, those that are free and those that cannot be read too. */
interface BlockedNumbers {
  readonly numbers: readonly PhoneNumber[];
  readonly entries: number;
}

/**
 * Reads a page of the blocklist in any of the shapes that it may have: the documentation shows none of an answer. Entries are texts
 * or objects, under one of the usual names, at any depth.
 *
 * @returns undefined for what holds no list, and where it is not clear that the list is one of blocked numbers
 */
export function readBlockedNumbers(value: unknown): BlockedNumbers | undefined {
  const entries = entriesOf(value, MAX_DEPTH);
  if (entries === undefined) return undefined;
  const numbers = entries.flatMap((entry) => numberOf(entry));
  return { numbers: [...new Set(numbers)], entries: entries.length };
}

function entriesOf(value: unknown, depth: number): readonly unknown[] | undefined {
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((one) => {
      const inside = isJsonObject(one) ? entriesInside(one, depth) : undefined;
      return inside === undefined || inside.length === 0 ? [one] : inside;
    });
  }
  // Around a list, a `status` may be the call's, which then failed, or that of the numbers, which then are free.
  return isJsonObject(value) && !isFree(value, ['status']) ? entriesInside(value, depth) : undefined;
}

/** The entries of a list in `value`; what says that `value` is free holds for each of them. */
function entriesInside(value: Readonly<Record<string, unknown>>, depth: number): readonly unknown[] | undefined {
  for (const name of LISTS) {
    const found = entriesOf(value[name], depth - 1);
    if (found !== undefined) return isFree(value) ? found.map(() => undefined) : found;
  }
  return undefined;
}

function numberOf(entry: unknown): readonly PhoneNumber[] {
  if (isJsonObject(entry)) {
    if (isFree(entry)) return [];
    return NUMBER_NAMES.flatMap((name) => numberOf(entry[name])).slice(0, 1);
  }
  if (typeof entry !== 'string' && typeof entry !== 'number') return [];
  const parsed = parsePhoneNumber(`+${String(entry).trim().replace(/^\+/, '')}`);
  return parsed.ok ? [parsed.value] : [];
}

function isFree(entry: Readonly<Record<string, unknown>>, names: readonly string[] = STATUS_NAMES): boolean {
  return names.some((name) => {
    const status = entry[name];
    return ['string', 'number', 'boolean'].includes(typeof status) && FREE.test(String(status));
  });
}

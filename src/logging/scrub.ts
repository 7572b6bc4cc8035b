import { createHash } from 'node:crypto';
import { cover, findSpellings, type Hidden, MASK, spellingsOf } from './hide.ts';

const MILLISECONDS = /^1[6-9]\d{11}$/;
/** Seven digits. */
const LONG_NUMBER = 1_000_000;

/** In hexadecimal digits; enough to tell the messages of an account apart. */
const FINGERPRINT_LENGTH = 12;

/** Meta's message IDs, which hold the recipient's number in base64. */
const META_ID = String.raw`wamid\.(?<metaId>[\w+/=%-]+(?:[.:][\w+/=%-]+)*)`;
const BYTE = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
/**
 * What looks like a phone number and is none: UUIDs with their `:n`, ISO and Slack time stamps, milliseconds since 1970
 * (13 digits from 16… to 19…, no country's number), IP addresses.
 */
const SPARED = [
  String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::\d{1,4})?(?!\d)`,
  String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?!\d)`,
  String.raw`\b1[6-9]\d{8}\.\d{6}\b`,
  String.raw`\b1[6-9]\d{11}\b`,
  String.raw`(?<![\d.])(?:${BYTE}\.){3}${BYTE}(?::\d{1,5})?(?![.:]?\d)`,
].join('|');
/** No letter or digit, which would make it a piece of an ID, and no decimal point; or an escaped character of JSON or of a URL. */
const BEFORE_NUMBER = String.raw`(?:(?<!\w|\d\.)|(?<=%[\da-f]{2}|\\[bfnrt]|\\u[\da-f]{4}))`;
/** Between two digits of a number, as people write it, and as JSON and URLs do then. */
const SIGNS = [
  String.raw`[\p{Zs}\t\p{Cf}().\p{Pd}\u2212/+]`,
  String.raw`\\t|\\u[\da-f]{4}`,
  String.raw`%(?:09|20|2[89bdef])|%c2%a0|%e2%8[\da-f]%[\da-f]{2}`,
].join('|');
const BETWEEN = `(?:${SIGNS}){0,4}`;
const DIGITS = new RegExp(
  `${META_ID}|(?<spared>${SPARED})|${BEFORE_NUMBER}[+＋]?\\p{Nd}(?:${BETWEEN}\\p{Nd}){6,}(?!\\w)`,
  'giu',
);
const MAYBE_HIDDEN = /\p{Nd}|wamid|xox|xapp|xwfp|hooks\.slack/iu;
const TOKENS = /\bx(?:ox[a-z]|app|wfp)-[\w-]{4,}|https:\/\/hooks\.slack\.com\/[^\s"\\]+/g;

export interface Scrubber {
  /** A text that may come from outside, without what must not be read in it. */
  scrubText(text: string): string;
  /** Words of our own. No value of a send is looked for in them, so they stay as they are whatever a person types. */
  scrubWords(text: string): string;
  /** The number, or null when it may be a phone's. */
  scrubNumber(number: number): number | null;
  /** Hides these values from now on, until many others came. */
  remember(values: Iterable<string>): void;
  /** Hides these values until `run` is done. */
  during<Value>(values: Iterable<string>, run: () => Promise<Value>): Promise<Value>;
}

/**
 * Works on values, not on paths: a number in an error message, a URL or a nested array is caught all the same. Never
 * throws, whatever it is given.
 *
 * @param secrets hidden for ever, wherever they stand.
 * @param recentLimit how many remembered values are kept; the oldest go first.
 */
export function createScrubber(secrets: readonly string[], recentLimit = 500): Scrubber {
  const fixed = secrets.flatMap(spellingsOf);
  const recent = new Map<string, readonly string[]>();
  /** Each gives its spellings; they are made for the first line that is written meanwhile, and most often there is none. */
  const underWay = new Set<() => readonly string[]>();

  /** All of them in one list, because every text of every line is searched for each; undefined when they changed. */
  let listed: readonly string[] | undefined;

  function values(): readonly string[] {
    listed ??= [...recent.values(), ...[...underWay].map((spellings) => spellings())].flat();
    return listed;
  }

  // All of them are looked for in the text as it came: a value that is part of a token must not leave its rest.
  const findOwn = (text: string): readonly Hidden[] =>
    MAYBE_HIDDEN.test(text)
      ? [...findSpellings(text, fixed), ...findTokens(text), ...findNumbers(text)]
      : findSpellings(text, fixed);

  return {
    scrubWords: (text) => cover(text, findOwn(text)),
    scrubText: (text) => cover(text, [...findOwn(text), ...findSpellings(text, values())]),
    scrubNumber: (number) =>
      Number.isInteger(number) && Math.abs(number) >= LONG_NUMBER && !MILLISECONDS.test(String(number)) ? null : number,
    remember(given) {
      listed = undefined;
      for (const value of given) {
        const spellings = spellingsOf(value);
        if (spellings.length === 0) continue;
        recent.delete(value);
        recent.set(value, spellings);
      }
      for (const oldest of recent.keys()) {
        if (recent.size <= recentLimit) break;
        recent.delete(oldest);
      }
    },
    async during(given, run) {
      const texts = [...given];
      let spelled: readonly string[] | undefined;
      const spellings = (): readonly string[] => {
        spelled ??= texts.flatMap(spellingsOf);
        return spelled;
      };
      underWay.add(spellings);
      listed = undefined;
      try {
        return await run();
      } finally {
        underWay.delete(spellings);
        listed = undefined;
      }
    },
  };
}

function findTokens(text: string): readonly Hidden[] {
  return [...text.matchAll(TOKENS)].map(({ 0: token, index }) => ({
    start: index,
    end: index + token.length,
    mask: MASK,
  }));
}

/** Of a phone number the last four digits may be read, and of Meta's message ID nothing but what it can be recognised by. */
function findNumbers(text: string): readonly Hidden[] {
  return [...text.matchAll(DIGITS)]
    .filter(({ groups }) => groups?.['spared'] === undefined)
    .map(({ 0: found, groups, index }) => ({
      start: index,
      end: index + found.length,
      mask:
        groups?.['metaId'] === undefined
          ? `${MASK} ${found.replaceAll(/\P{Nd}/gu, '').slice(-4)}`
          : `wamid.${MASK} ${fingerprintOf(found)}`,
    }));
}

/** People who search a log make it of an ID that they have: the first digits of its SHA-256. */
function fingerprintOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, FINGERPRINT_LENGTH);
}

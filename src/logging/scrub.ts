const MASK = '••••';
const SHORTEST_SECRET = 4;

/** A whole JSON number, or digits that stand between the same signs in a text. */
const BARE_NUMBER = /(?<=[:[,])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?=[,}\]])/gi;
const MILLISECONDS = /^1[6-9]\d{11}$/;

/**
 * One pass over a serialised line. The first alternatives are what looks like a phone number and is none: UUIDs with
 * their `:n`, ISO and Slack time stamps, milliseconds since 1970 (13 digits from 16… to 19…, no country's number).
 */
const DIGITS =
  /(?<spared>(?<=[:[,])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?=[,}\]])|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*|\b1[6-9]\d{8}\.\d{6}\b|\b1[6-9]\d{11}\b|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b)|(?<![\w.])\+?(?:\d[ ().\u00a0-]{0,2}){6,}\d(?!\w)|(?<=%2B)\d{7,}/gi;
const TOKENS = /\bx(?:ox[a-z]|app|wfp)-[\w-]{4,}|https:\/\/hooks\.slack\.com\/[^\s"\\]+/g;

export interface Scrubber {
  /** The line without what must not be read in it; JSON stays JSON. */
  scrub(line: string): string;
  /** Hides these values too while they are recent: the parameters of sends under way. */
  remember(values: Iterable<string>): void;
}

/**
 * Works on values, not on paths: a number in an error message, a URL or a nested array is caught all the same.
 *
 * @param secrets hidden for ever, wherever they stand.
 * @param recentLimit how many remembered values are kept; the oldest go first.
 */
export function createScrubber(secrets: readonly string[], recentLimit = 500): Scrubber {
  const recent = new Map<string, readonly string[]>();
  const fixed = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(spellings);

  return {
    scrub(line) {
      let clean = hideAll(line, fixed);
      for (const spelt of recent.values()) clean = hideAll(clean, spelt);
      return clean.replace(TOKENS, MASK).replace(BARE_NUMBER, maskNumber).replace(DIGITS, maskDigits);
    },
    remember(values) {
      for (const value of values) {
        if (value.length < SHORTEST_SECRET) continue;
        recent.delete(value);
        recent.set(value, spellings(value));
      }
      for (const oldest of recent.keys()) {
        if (recent.size <= recentLimit) break;
        recent.delete(oldest);
      }
    },
  };
}

/** As it stands in JSON, in a form and in a URL. */
function spellings(value: string): string[] {
  const encoded = encodeURIComponent(value);
  return [...new Set([JSON.stringify(value).slice(1, -1), value, encoded, encoded.replaceAll('%20', '+')])];
}

function hideAll(line: string, values: Iterable<string>): string {
  let clean = line;
  for (const value of values) if (clean.includes(value)) clean = clean.replaceAll(value, MASK);
  return clean;
}

function maskNumber(match: string): string {
  return /^\d{7,}$/.test(match) && !MILLISECONDS.test(match) ? 'null' : match;
}

function maskDigits(match: string, ...rest: unknown[]): string {
  const groups = rest.at(-1) as { spared?: string };
  return groups.spared === undefined ? `${MASK} ${match.replaceAll(/\D/g, '').slice(-4)}` : match;
}

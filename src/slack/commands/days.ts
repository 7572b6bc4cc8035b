/** A day from its first moment to the first of the next. */
export interface Day {
  readonly from: Date;
  readonly until: Date;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** Whether a word names a day, whatever the time zone. */
export function namesDay(word: string): boolean {
  return readDay(word, new Date(0), 'UTC') !== undefined;
}

/**
 * Reads `today`, `yesterday`, a weekday or `2026-11-20`. A weekday is the last one that has begun, which may be today.
 *
 * @param zone IANA name, such as `Asia/Kolkata`.
 */
export function readDay(word: string, now: Date, zone: string): Day | undefined {
  const date = dateOf(word.toLowerCase(), midnightUtc(now, zone));
  if (date === undefined) return undefined;
  return { from: startOf(date, zone), until: startOf(new Date(date.getTime() + DAY_MS), zone) };
}

/** The date as midnight in UTC. */
function dateOf(word: string, today: Date): Date | undefined {
  const before = (days: number) => new Date(today.getTime() - days * DAY_MS);
  if (word === 'today') return today;
  if (word === 'yesterday') return before(1);
  const weekday = WEEKDAYS.findIndex((name) => name === word || name.slice(0, 3) === word);
  if (weekday >= 0) return before((today.getUTCDay() - weekday + 7) % 7);
  if (!ISO_DATE.test(word)) return undefined;
  const date = new Date(`${word}T00:00:00Z`);
  // The 31st of February is no day, and before 1970 nothing was sent.
  return date.getTime() >= 0 && date.toISOString().startsWith(word) ? date : undefined;
}

/** The date that it is in a zone, as midnight in UTC. */
function midnightUtc(at: Date, zone: string): Date {
  const local = at.getTime() + offsetMs(at, zone);
  return new Date(local - (((local % DAY_MS) + DAY_MS) % DAY_MS));
}

/**
 * When a date begins in a zone. Where the clock is changed at midnight, there is none, or there are two of them: then it is the
 * first moment that is not the evening before.
 */
function startOf(date: Date, zone: string): Date {
  const midnight = date.getTime();
  const starts = [-DAY_MS, DAY_MS].map((ms) => midnight - offsetMs(new Date(midnight + ms), zone));
  const begun = starts.filter((start) => start + offsetMs(new Date(start), zone) >= midnight);
  return new Date(Math.min(...(begun.length > 0 ? begun : starts)));
}

/** How far a zone is ahead of UTC at a time. */
function offsetMs(at: Date, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at.getTime() / 1_000) * 1_000;
}

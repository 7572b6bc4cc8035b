import type { QuietHours } from './policy/policy.ts';

const DAY_MINUTES = 24 * 60;

/** Whether messages wait at this minute after midnight. */
export function isQuietAt({ from, until }: Pick<QuietHours, 'from' | 'until'>, minute: number): boolean {
  return from <= until ? from <= minute && minute < until : minute >= from || minute < until;
}

/**
 * How many minutes a message waits for a country in which these are the local times. It leaves when no zone of the country is
 * quiet, because a number does not say in which of them its owner is. Where there is no such minute in a day, it leaves
 * when the fewest are.
 *
 * @param minutes after midnight, one for each zone
 * @returns 0 when it may leave now
 */
export function minutesUntilOpen(hours: Pick<QuietHours, 'from' | 'until'>, minutes: readonly number[]): number {
  const openings = minutes.map((minute) => (hours.until - minute + DAY_MINUTES) % DAY_MINUTES);
  const quietIn = (wait: number) => minutes.filter((minute) => isQuietAt(hours, (minute + wait) % DAY_MINUTES)).length;
  let best = { wait: 0, quiet: quietIn(0) };
  for (const wait of openings.toSorted((one, other) => one - other)) {
    const quiet = quietIn(wait);
    if (quiet < best.quiet) best = { wait, quiet };
  }
  return best.wait;
}

/** `21:00`. */
export function clockTime(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

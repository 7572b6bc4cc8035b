export interface DateSetting {
  readonly locale: string;
  readonly timeZone: string;
  readonly now: Date;
}

const PARTS = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { month: 'long', day: 'numeric', year: 'numeric' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/**
 * Fills Slack's date tokens (`{date_short_pretty} at {time}`) in the reader's own zone.
 * @param seconds since 1970
 * @returns undefined when it is no date, and the fallback has to be shown
 */
export function formatSlackDate(seconds: number, format: string, setting: DateSetting): string | undefined {
  if (!Number.isFinite(seconds)) return undefined;
  const date = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => formatToken(date, name, setting) ?? token);
}

function formatToken(date: Date, name: string, setting: DateSetting): string | undefined {
  if (name === 'ago') return ago(date, setting);
  const isPretty = name.endsWith('_pretty');
  const plainName = isPretty ? name.slice(0, -'_pretty'.length) : name;
  const relative = isPretty ? relativeDay(date, setting) : undefined;
  if (relative !== undefined) return relative;
  const parts = isPart(plainName) ? PARTS[plainName] : undefined;
  return parts && new Intl.DateTimeFormat(setting.locale, { ...parts, timeZone: setting.timeZone }).format(date);
}

function isPart(name: string): name is keyof typeof PARTS {
  return Object.hasOwn(PARTS, name);
}

const DAY_MS = 86_400_000;

function relativeDay(date: Date, setting: DateSetting): string | undefined {
  const day = (date: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: setting.timeZone }).format(date);
  const days = [-1, 0, 1].find((offset) => day(new Date(setting.now.getTime() + offset * DAY_MS)) === day(date));
  if (days === undefined) return undefined;
  return new Intl.RelativeTimeFormat(setting.locale, { numeric: 'auto' }).format(days, 'day');
}

function ago(date: Date, setting: DateSetting): string {
  const minutes = Math.round((date.getTime() - setting.now.getTime()) / 60_000);
  const words = new Intl.RelativeTimeFormat(setting.locale, { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? words.format(hours, 'hour') : words.format(Math.round(hours / 24), 'day');
}

const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * A policy by which India has quiet hours, whatever time it is: they began an hour or two ago and last six more. It is not within
 * them in Europe, which is three and a half hours or more behind India, nor in America, for an hour and a half at least.
 */
export function quietHoursPolicy(now: Date): string {
  const local = indianMinutes(now);
  const from = Math.floor(local / HOUR - 1) * HOUR;
  const until = Math.ceil(local / HOUR + 6) * HOUR;
  return `# India has quiet hours: they are set around the time at which a scenario switched them on.
quiet_hours: { from: "${clockTime(from)}", until: "${clockTime(until)}", categories: [MARKETING, UTILITY] }
`;
}

/** Minutes after midnight in India, which has one clock and no summer time. */
function indianMinutes(now: Date): number {
  return (now.getUTCHours() * HOUR + now.getUTCMinutes() + 5 * HOUR + 30) % DAY;
}

function clockTime(minutes: number): string {
  const hour = (((minutes / HOUR) % 24) + 24) % 24;
  return `${String(hour).padStart(2, '0')}:00`;
}

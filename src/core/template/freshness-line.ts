const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

/** How old the list of templates is, and what that means, as a line under the picker. */
export function freshnessLine(
  { asOf, problem }: { readonly asOf: Date | undefined; readonly problem: string | undefined },
  now: Date,
): string {
  if (asOf === undefined) {
    return problem === undefined
      ? 'Templates of the file; Kaleyra’s list is on its way.'
      : `Templates of the file only: ${problem}. What WhatsApp paused or rejected since does not show.`;
  }
  const age = ageOf(now.getTime() - asOf.getTime());
  return problem === undefined
    ? `Template list updated ${age}.`
    : `Template list updated ${age}: ${problem}. What WhatsApp paused or rejected since does not show.`;
}

function ageOf(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return 'just now';
  if (minutes < HOUR_MINUTES) return `${minutes} min ago`;
  const hours = Math.floor(minutes / HOUR_MINUTES);
  if (hours < DAY_HOURS) return `${hours} h ago`;
  const days = Math.floor(hours / DAY_HOURS);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

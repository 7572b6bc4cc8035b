import type { LocalMinutes } from '../flow/ports/rules.ts';

/**
 * Regions whose zones Unicode's tables leave out, though they have telephones of their own.
 * @see https://www.iana.org/time-zones
 */
const OTHERS: Readonly<Record<string, string>> = {
  AC: 'Atlantic/St_Helena',
  BV: 'Europe/Oslo',
  TA: 'Atlantic/St_Helena',
  XK: 'Europe/Belgrade',
};

/** Clocks of all countries, from the tables of the runtime: they come with Node and are as new as it is. */
export function createLocalMinutes(): LocalMinutes {
  const zones = new Map<string, readonly string[]>();
  const clocks = new Map<string, Intl.DateTimeFormat>();

  function zonesIn(region: string): readonly string[] {
    const found = zones.get(region) ?? timeZonesOf(region);
    zones.set(region, found);
    return found;
  }

  function minuteIn(timeZone: string, now: Date): number {
    const clock = clocks.get(timeZone) ?? clockOf(timeZone);
    clocks.set(timeZone, clock);
    const [hours = 0, minutes = 0] = clock.format(now).split(':').map(Number);
    return hours * 60 + minutes;
  }

  return (region, timeZone, now) => {
    const found = region === undefined ? [] : zonesIn(region);
    const minutes = (found.length === 0 ? [timeZone] : found).map((zone) => minuteIn(zone, now));
    return [...new Set(minutes)];
  };
}

/** IANA names of a country's time zones; empty for a code that is none. @param region ISO 3166 */
function timeZonesOf(region: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(region)) return [];
  const found = new Intl.Locale('und', { region }).getTimeZones() ?? [];
  const other = OTHERS[region];
  return found.length > 0 || other === undefined ? found : [other];
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

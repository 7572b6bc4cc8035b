import { countryName } from '../recipients/country-name.ts';

/** Messages to one country that wait for the end of its quiet hours. */
export interface QuietWait {
  /** ISO 3166; undefined for numbers of no single country. */
  readonly region: string | undefined;
  readonly messages: number;
  /** When they may leave. */
  readonly until: Date;
}

/** Messages that may leave at the same time, in words. */
export interface QuietGroup {
  readonly messages: number;
  /** `in India`; `in Italy, Spain and 3 more countries`. */
  readonly where: string;
  readonly until: Date;
  /** Whether it is all that is left, of which some may leave before. */
  readonly isRemainder: boolean;
}

const MAX_GROUPS = 3;
const MAX_NAMED = 3;

/** Those that leave first are first; what is beyond three groups is one, which ends with the last of it. */
export function groupWaits(waits: readonly QuietWait[]): readonly QuietGroup[] {
  const byEnd = [...Map.groupBy(waits, ({ until }) => until.getTime()).values()].sort(
    ([one], [other]) => endOf(one) - endOf(other),
  );
  const last = byEnd.slice(MAX_GROUPS - 1);
  if (last.length <= 1) return byEnd.map((group) => groupOf(group, false));
  return [...byEnd.slice(0, MAX_GROUPS - 1).map((group) => groupOf(group, false)), groupOf(last.flat(), true)];
}

/** How many messages wait. */
export function countWaiting(waits: readonly QuietWait[]): number {
  return waits.reduce((sum, { messages }) => sum + messages, 0);
}

function groupOf(waits: readonly QuietWait[], isRemainder: boolean): QuietGroup {
  return {
    messages: countWaiting(waits),
    where: whereOf(waits),
    until: new Date(Math.max(...waits.map(endOf))),
    isRemainder,
  };
}

function endOf(wait: QuietWait | undefined): number {
  return wait?.until.getTime() ?? 0;
}

/** Countries by their names, those with most messages first. */
function whereOf(waits: readonly QuietWait[]): string {
  const largest = waits.toSorted((one, other) => other.messages - one.messages);
  const countries = largest.flatMap(({ region }) => (region === undefined ? [] : [countryName(region)]));
  const named = countries.slice(0, countries.length > MAX_NAMED ? MAX_NAMED - 1 : MAX_NAMED);
  const more = countries.length - named.length;
  const places = [
    ...named.map((name, at) => (at === 0 ? `in ${name}` : name)),
    ...(more > 0 ? [`${more} more countries`] : []),
    ...(countries.length < largest.length ? ['for numbers of no single country'] : []),
  ];
  const [last = '', ...before] = places.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}

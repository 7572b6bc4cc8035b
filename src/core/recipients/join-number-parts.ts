import { fail, type Result } from '../result.ts';
import type { NumberPart, Segment } from './number-parts.ts';
import type { NumberProblem, ReadNumber, Recipient } from './recipient.ts';

/** One entry of the list: where it stands in the typed text, and what it says. */
export interface Entry {
  readonly from: number;
  readonly to: number;
  readonly reading: Result<Recipient, NumberProblem>;
}

/** In parts and digits: the widest usual spelling of one number, `00 33 6 12 34 56 78`. */
const MAX_PARTS = 8;
const MAX_DIGITS = 18;
const MIN_DIGITS = 4;
/** A part with so many digits is a number by itself: two of them are not parts of one. */
const WHOLE_NUMBER_DIGITS = 7;

/** Of the ordinal before an entry of a list. */
const MAX_ORDINAL_DIGITS = 4;

/** Parts in a row that are looked at one by one: 5,000 numbers of four parts. */
const MAX_ROW = 20_000;

const SEVERAL_READINGS: Result<Recipient, NumberProblem> = fail('several_readings');

type ReadGroup = (from: number, to: number) => Result<Recipient, NumberProblem> | undefined;

/**
 * Reads parts with only blanks between them, so that `+91 98765 43210 98765 43211` is two numbers: the reading that refuses the
 * fewest parts. Where numbers can be cut out of a row in several ways, those that differ are refused together.
 */
export function joinNumberParts(parts: Segment, readNumber: ReadNumber): readonly Entry[] {
  if (parts.length > MAX_ROW) return refusedEntries(parts, readNumber);
  const readGroup = rememberedReadings(parts, readNumber);
  const whole = parts.length <= MAX_PARTS ? readGroup(0, parts.length) : undefined;
  if (whole?.ok) return [entryOf(parts, whole)];
  const ends = cheapest(parts.length, readGroup);
  const unsure = unsurePlaces(parts, readGroup);
  const entries: Entry[] = [];
  let refused: NumberPart[] = [];
  const flush = (): void => {
    if (refused.length > 0) entries.push(...refusedEntries(refused, readNumber));
    refused = [];
  };
  for (let at = 0; at < parts.length; ) {
    const first = ends[at] ?? at + 1;
    let end = first;
    while (end < parts.length && unsure.has(end)) end = ends[end] ?? end + 1;
    const reading = end > first ? SEVERAL_READINGS : readGroup(at, end);
    const group = parts.slice(at, end);
    if (isPossible(reading)) {
      flush();
      entries.push(entryOf(group, reading));
    } else refused.push(...group);
    at = end;
  }
  flush();
  return entries;
}

/** Whether the digits are a number that a phone can have, though perhaps not only that or one without WhatsApp. */
function isPossible(
  reading: Result<Recipient, NumberProblem> | undefined,
): reading is Result<Recipient, NumberProblem> {
  if (reading === undefined || reading.ok) return reading !== undefined;
  const { failure } = reading;
  return typeof failure === 'object' || failure === 'no_whatsapp_line' || failure === 'several_readings';
}

function rememberedReadings(parts: Segment, readNumber: ReadNumber): ReadGroup {
  const known = new Map<number, Result<Recipient, NumberProblem> | undefined>();
  return (from, to) => {
    const key = from * (MAX_PARTS + 1) + (to - from);
    if (!known.has(key)) known.set(key, readIfLikely(parts.slice(from, to), readNumber));
    return known.get(key);
  };
}

function readIfLikely(group: Segment, readNumber: ReadNumber): Result<Recipient, NumberProblem> | undefined {
  const digits = digitsIn(group);
  if (digits < MIN_DIGITS || digits > MAX_DIGITS || group.some((part) => part.hasLetters)) return undefined;
  return readNumber(joined(group));
}

const REFUSAL = 1_000_000;

/** For each place where a group begins, where it ends, along the cheapest way from the first part to behind the last. */
function cheapest(length: number, readGroup: ReadGroup): readonly number[] {
  const cost = new Array<number>(length + 1).fill(Number.POSITIVE_INFINITY);
  const cameFrom: number[] = [];
  cost[0] = 0;
  const offer = (from: number, to: number, step: number): void => {
    const total = (cost[from] ?? 0) + step;
    if (total >= (cost[to] ?? 0)) return;
    cost[to] = total;
    cameFrom[to] = from;
  };
  for (let from = 0; from < length; from += 1) {
    for (let to = Math.min(from + MAX_PARTS, length); to > from; to -= 1) {
      const reading = readGroup(from, to);
      if (isPossible(reading)) offer(from, to, reading.ok ? 1 : REFUSAL);
    }
    offer(from, from + 1, REFUSAL);
  }
  return endsAlong(cameFrom, length);
}

function endsAlong(cameFrom: readonly number[], length: number): readonly number[] {
  const ends: number[] = [];
  for (let to = length; to > 0; to = cameFrom[to] ?? 0) ends[cameFrom[to] ?? 0] = to;
  return ends;
}

/**
 * The places where a row that can be read as numbers may be read otherwise: those inside a number that begins where a
 * number can begin, or behind what may be the number of a list, and those beside a number so short that it may be a
 * part of another.
 */
function unsurePlaces(parts: Segment, readGroup: ReadGroup): ReadonlySet<number> {
  const groups = possibleGroups(parts, readGroup);
  const endings = endingPlaces(groups, parts.length);
  const unsure = new Set<number>();
  if (!endings.has(0)) return unsure;
  const reached = new Set([0]);
  for (const { from, to, digits } of groups) {
    const isBehindOrdinal = reached.has(from - 1) && digitsIn(parts.slice(from - 1, from)) <= MAX_ORDINAL_DIGITS;
    if (reached.has(from)) reached.add(to);
    else if (!(isBehindOrdinal && endings.has(to))) continue;
    for (let place = from + 1; place < to; place += 1) unsure.add(place);
    if (digits < WHOLE_NUMBER_DIGITS) unsure.add(from).add(to);
  }
  return unsure;
}

interface PossibleGroup {
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

/** In the order of their first part. */
function possibleGroups(parts: Segment, readGroup: ReadGroup): readonly PossibleGroup[] {
  const groups: PossibleGroup[] = [];
  for (let from = 0; from < parts.length; from += 1) {
    for (let to = from + 1; to <= Math.min(from + MAX_PARTS, parts.length); to += 1) {
      if (isPossible(readGroup(from, to))) groups.push({ from, to, digits: digitsIn(parts.slice(from, to)) });
    }
  }
  return groups;
}

/** The places from which numbers reach to the end of the row. */
function endingPlaces(groups: readonly PossibleGroup[], length: number): ReadonlySet<number> {
  const endings = new Set([length]);
  for (const { from, to } of groups.toReversed()) if (endings.has(to)) endings.add(from);
  return endings;
}

/** Neighbours that are refused are quoted together, as one number that was typed, unless they are clearly several. */
function refusedEntries(parts: Segment, readNumber: ReadNumber): readonly Entry[] {
  const runs: NumberPart[][] = [];
  for (const part of parts) {
    const run = runs.at(-1);
    if (run !== undefined && belongsTo(run, part)) run.push(part);
    else runs.push([part]);
  }
  return runs.map((run) => entryOf(run, readNumber(joined(run))));
}

function belongsTo(run: Segment, part: NumberPart): boolean {
  const isNumber = part.digits >= WHOLE_NUMBER_DIGITS && digitsIn(run) >= WHOLE_NUMBER_DIGITS;
  return !isNumber && run[0]?.hasLetters === part.hasLetters;
}

function entryOf(group: Segment, reading: Result<Recipient, NumberProblem>): Entry {
  return { from: group[0]?.from ?? 0, to: group.at(-1)?.to ?? 0, reading };
}

/** As it was typed: the signs between the parts tell whether they are one number. */
function joined(group: Segment): string {
  return group.map((part, index) => (index === 0 ? part.text : part.before + part.text)).join('');
}

function digitsIn(group: Segment): number {
  return group.reduce((sum, part) => sum + part.digits, 0);
}

import type { Result } from '../result.ts';
import type { Piece, Segment } from './recipient-pieces.ts';
import type { NumberProblem, ReadNumber, Recipient } from './recipients.ts';

/** One entry of the list: where it stands in the typed text, and what it says. */
export interface Entry {
  readonly from: number;
  readonly to: number;
  readonly reading: Result<Recipient, NumberProblem>;
}

/** In pieces and digits: the widest usual spelling of one number, `00 33 6 12 34 56 78`. */
const MAX_PIECES = 8;
const MAX_DIGITS = 18;
const MIN_DIGITS = 4;
/** Two pieces with so many digits are not parts of one number. */
const OWN_NUMBER_DIGITS = 7;

/** Pieces in a row that are looked at one by one: 5,000 numbers of four pieces. */
const MAX_ROW = 20_000;

type ReadGroup = (from: number, to: number) => Result<Recipient, NumberProblem> | undefined;

/**
 * Reads pieces that only blanks part, so that `+91 98765 43210 98765 43211` is two numbers: the reading that refuses the
 * fewest pieces, and of those the one with the fewest numbers.
 */
export function groupPieces(pieces: Segment, readNumber: ReadNumber): readonly Entry[] {
  if (pieces.length > MAX_ROW) return refusedEntries(pieces, readNumber);
  const readGroup = rememberedReadings(pieces, readNumber);
  const ends = cheapest(pieces.length, readGroup);
  const entries: Entry[] = [];
  let refused: Piece[] = [];
  const flush = (): void => {
    if (refused.length > 0) entries.push(...refusedEntries(refused, readNumber));
    refused = [];
  };
  for (let at = 0; at < pieces.length; ) {
    const end = ends[at] ?? at + 1;
    const reading = readGroup(at, end);
    const group = pieces.slice(at, end);
    if (reading?.ok) {
      flush();
      entries.push(entryOf(group, reading));
    } else refused.push(...group);
    at = end;
  }
  flush();
  return entries;
}

function rememberedReadings(pieces: Segment, readNumber: ReadNumber): ReadGroup {
  const known = new Map<number, Result<Recipient, NumberProblem> | undefined>();
  return (from, to) => {
    const key = from * (MAX_PIECES + 1) + (to - from);
    if (!known.has(key)) known.set(key, readIfLikely(pieces.slice(from, to), readNumber));
    return known.get(key);
  };
}

function readIfLikely(group: Segment, readNumber: ReadNumber): Result<Recipient, NumberProblem> | undefined {
  const digits = digitsIn(group);
  if (digits < MIN_DIGITS || digits > MAX_DIGITS || group.some((piece) => piece.hasLetters)) return undefined;
  return readNumber(joined(group));
}

const REFUSAL = 1_000_000;

/** For each place where a group begins, where it ends, along the cheapest way from the first piece to behind the last. */
function cheapest(length: number, readGroup: ReadGroup): readonly number[] {
  const cost = new Array<number>(length + 1).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Array<number>(length + 1).fill(0);
  cost[0] = 0;
  const offer = (from: number, to: number, step: number): void => {
    const total = (cost[from] ?? 0) + step;
    if (total >= (cost[to] ?? 0)) return;
    cost[to] = total;
    cameFrom[to] = from;
  };
  for (let from = 0; from < length; from += 1) {
    for (let to = Math.min(from + MAX_PIECES, length); to > from; to -= 1) {
      if (readGroup(from, to)?.ok) offer(from, to, 1);
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

/** Refused neighbours are quoted together, as one person typed one number, unless they are clearly not one. */
function refusedEntries(pieces: Segment, readNumber: ReadNumber): readonly Entry[] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run !== undefined && belongsTo(run, piece)) run.push(piece);
    else runs.push([piece]);
  }
  return runs.map((run) => entryOf(run, readNumber(joined(run))));
}

function belongsTo(run: Segment, piece: Piece): boolean {
  const isNumber = piece.digits >= OWN_NUMBER_DIGITS && digitsIn(run) >= OWN_NUMBER_DIGITS;
  return !isNumber && run.at(-1)?.hasLetters === piece.hasLetters;
}

function entryOf(group: Segment, reading: Result<Recipient, NumberProblem>): Entry {
  return { from: group[0]?.from ?? 0, to: group.at(-1)?.to ?? 0, reading };
}

function joined(group: Segment): string {
  return group.map((piece) => piece.text).join(' ');
}

function digitsIn(group: Segment): number {
  return group.reduce((sum, piece) => sum + piece.digits, 0);
}

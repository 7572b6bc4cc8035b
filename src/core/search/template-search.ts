import type { Template } from '../template/template.ts';
import { beginsWithSlip, foldText } from './folded-text.ts';
import { positionOf, type TemplateIndex } from './template-index.ts';
import { eachAlike, eachHolding, lengthOf } from './word-list.ts';

/** What a query finds. Finding is done; only those that are asked for are drawn up. */
export interface Matches {
  has(template: Template): boolean;
  /** Best first, the languages of one template side by side, at most `limit`. */
  best(limit: number): readonly Template[];
}

const MAX_QUERY_LENGTH = 100;
const MAX_WORDS = 8;
/** Shorter words are one slip away from too many others. */
const MIN_SLIP_LENGTH = 4;
/** Ranks: lower is better. A name that is typed as it stands, one that is begun, and the least for anything else. */
const WHOLE_NAME = 0;
const BEGUN_NAME = 1;
const OTHERWISE = 2;
/** What a slip adds; a word's place in the template adds to it again. */
const SLIP = 5;
/** No rank of a found word is as high. */
const NOWHERE = 15;
/** Above every sum of ranks. */
const LOST = 255;

/** What one shelf has for a query. */
interface Found {
  readonly index: TemplateIndex;
  /** One for each template; `LOST` where a word is nowhere. */
  readonly ranks: Uint8Array;
}

/**
 * Templates that hold every word of `query` in their name, language, category or text. Typos are looked for only when
 * nothing is written as it was typed.
 *
 * @param shelves what the first one has comes before what the next one has.
 */
export function matchTemplates(shelves: readonly TemplateIndex[], query: string): Matches {
  const typed = foldText(query.slice(0, MAX_QUERY_LENGTH)).split(' ').slice(0, MAX_WORDS);
  const found = findAll(shelves, typed);
  return {
    has: (template) =>
      found.some(({ index, ranks }) => {
        const at = positionOf(index, template);
        return at !== undefined && isFound(ranks[at] ?? LOST);
      }),
    best(limit) {
      const best: Template[] = [];
      for (const { index, ranks } of found) {
        if (best.length < limit) best.push(...bestOf(index, ranks, limit - best.length));
      }
      return best;
    },
  };
}

function findAll(shelves: readonly TemplateIndex[], typed: readonly string[]): readonly Found[] {
  const whole = typed.join('');
  if (whole === '')
    return shelves.map((index) => ({ index, ranks: new Uint8Array(index.templates.length).fill(BEGUN_NAME) }));
  const looked = shelves.map((index) => ({ index, words: typed.map((word) => ranksOfWord(index, word)) }));
  const asTyped = looked.map(({ index, words }) => ({ index, ranks: raiseNames(sumOf(words), index, whole) }));
  if (asTyped.some(({ ranks }) => holdsAny(ranks))) return asTyped;
  return looked.map(({ index, words }) => {
    typed.forEach((word, nth) => void forgiveSlips(words[nth] ?? new Uint8Array(), index, word));
    return { index, ranks: sumOf(words) };
  });
}

function holdsAny(ranks: Uint8Array): boolean {
  for (let at = 0; at < ranks.length; at += 1) if (isFound(ranks[at] ?? LOST)) return true;
  return false;
}

function isFound(rank: number): boolean {
  return rank !== LOST;
}

function sumOf(words: readonly Uint8Array[]): Uint8Array {
  const sums = new Uint8Array(words[0]?.length ?? 0).fill(OTHERWISE);
  for (const ranks of words) {
    for (let at = 0; at < sums.length; at += 1) {
      const rank = ranks[at] ?? NOWHERE;
      sums[at] = rank === NOWHERE ? LOST : Math.min(LOST, (sums[at] ?? LOST) + rank);
    }
  }
  return sums;
}

function raiseNames(ranks: Uint8Array, { families, names }: TemplateIndex, whole: string): Uint8Array {
  eachHolding(names, whole, (family, at) => {
    if (at !== 0) return;
    const rank = lengthOf(names, family) === whole.length ? WHOLE_NAME : BEGUN_NAME;
    const end = families[family + 1] ?? 0;
    for (let member = families[family] ?? 0; member < end; member += 1) ranks[member] = rank;
  });
  return ranks;
}

function ranksOfWord(index: TemplateIndex, typed: string): Uint8Array {
  const ranks = new Uint8Array(index.templates.length).fill(NOWHERE);
  eachHolding(index.words, typed, (word, at) => mark(ranks, index, word, at === 0 ? 0 : 1));
  return ranks;
}

function forgiveSlips(ranks: Uint8Array, index: TemplateIndex, typed: string): void {
  if (!mayHaveSlip(typed)) return;
  eachAlike(index.words, typed, (word, text) => {
    if (beginsWithSlip(text, typed)) mark(ranks, index, word, SLIP);
  });
}

/** A word counts less in the language or category than in the name, and least in the text. */
function mark(ranks: Uint8Array, { places, placesFrom }: TemplateIndex, word: number, rank: number): void {
  const end = placesFrom[word + 1] ?? 0;
  for (let next = placesFrom[word] ?? 0; next < end; next += 1) {
    const place = places[next] ?? 0;
    const at = place >>> 2;
    const placed = rank + (place & 3);
    if ((ranks[at] ?? 0) > placed) ranks[at] = placed;
  }
}

function mayHaveSlip(typed: string): boolean {
  return typed.length >= MIN_SLIP_LENGTH && !/\p{N}/u.test(typed);
}

/** Looks at every family, and draws up only as many as are asked for. */
function bestOf({ families, templates }: TemplateIndex, ranks: Uint8Array, limit: number): readonly Template[] {
  const byRank: number[][] = [];
  for (let family = 0; family + 1 < families.length; family += 1) {
    const rank = lowest(ranks, families[family] ?? 0, families[family + 1] ?? 0);
    if (!isFound(rank)) continue;
    const peers = byRank[rank] ?? [];
    byRank[rank] = peers;
    if (peers.length < limit) peers.push(family);
  }
  const found: Template[] = [];
  for (const family of byRank.flat()) {
    if (found.length >= limit) break;
    found.push(...membersOf(templates, ranks, families[family] ?? 0, families[family + 1] ?? 0));
  }
  return found.slice(0, limit);
}

function lowest(ranks: Uint8Array, from: number, to: number): number {
  let best = LOST;
  for (let at = from; at < to; at += 1) best = Math.min(best, ranks[at] ?? LOST);
  return best;
}

/** The languages that were found, best first. */
function membersOf(templates: readonly Template[], ranks: Uint8Array, from: number, to: number): Template[] {
  const members = templates.slice(from, to).map((template, at) => ({ template, rank: ranks[from + at] ?? LOST }));
  const found = members.filter(({ rank }) => isFound(rank)).sort((one, other) => one.rank - other.rank);
  return found.map(({ template }) => template);
}

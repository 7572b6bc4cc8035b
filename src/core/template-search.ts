import { beginsWithSlip, foldText } from './folded-text.ts';
import { languageName } from './language-name.ts';
import { fillPlaceholders, type Template } from './template.ts';

/** Everything that a search needs, folded once: a search looks at words, not at texts. */
export interface TemplateIndex {
  /** By name, then language; words and families point into it. */
  readonly templates: readonly Template[];
  readonly families: readonly Family[];
  readonly words: readonly Word[];
}

/** The languages of one template; they stay together in every answer. */
interface Family {
  /** The name without blanks, for those who type it in one go. */
  readonly joinedName: string;
  readonly from: number;
  readonly to: number;
}

interface Word {
  readonly text: string;
  /** Where it stands, as positions in `templates`. */
  readonly inName: number[];
  /** In the language or the category. */
  readonly inKind: number[];
  readonly inBody: number[];
}

const MAX_QUERY_LENGTH = 100;
const MAX_WORDS = 8;
/** Shorter words are one slip away from too many others. */
const MIN_SLIP_LENGTH = 4;
/** No rank of a found word is as high. */
const NOWHERE = 15;
/** Above every sum of ranks. */
const LOST = 255;

/** @param templates of which no two have the same name and language. */
export function indexTemplates(templates: readonly Template[]): TemplateIndex {
  const sorted = [...templates].sort((a, b) => compare(a.name, b.name) || compare(a.language, b.language));
  const words = new Map<string, Word>();
  sorted.forEach((template, at) => {
    for (const text of wordsOf(template.name)) wordIn(words, text).inName.push(at);
    for (const text of wordsOf(kindOf(template))) wordIn(words, text).inKind.push(at);
    for (const text of wordsOf(bodyOf(template))) wordIn(words, text).inBody.push(at);
  });
  return { templates: sorted, families: familiesOf(sorted), words: [...words.values()] };
}

/**
 * Templates that hold every word of `query` in their name, language, category or text: best first, the languages of
 * one template side by side, at most `limit`. Typos are looked for only when nothing is written as it was typed.
 *
 * @param shelves what the first one has comes before what the next one has.
 */
export function searchTemplates(shelves: readonly TemplateIndex[], query: string, limit: number): readonly Template[] {
  const typed = foldText(query.slice(0, MAX_QUERY_LENGTH)).split(' ').slice(0, MAX_WORDS);
  const asTyped = shelves.flatMap((index) => ranked(index, typed, false, limit));
  const found = asTyped.length > 0 ? asTyped : shelves.flatMap((index) => ranked(index, typed, true, limit));
  return found.slice(0, limit);
}

function wordsOf(text: string): Set<string> {
  return new Set(foldText(text).split(' '));
}

function kindOf({ language, category }: Template): string {
  return `${language} ${languageName(language)} ${category}`;
}

function bodyOf({ body }: Template): string {
  const labels = new Map(body.parameters.map(({ name, label }) => [name, label]));
  return fillPlaceholders(body.text, (name) => labels.get(name) ?? '');
}

function wordIn(words: Map<string, Word>, text: string): Word {
  const known = words.get(text);
  if (known !== undefined) return known;
  const word: Word = { text, inName: [], inKind: [], inBody: [] };
  words.set(text, word);
  return word;
}

function familiesOf(sorted: readonly Template[]): readonly Family[] {
  const starts = sorted.flatMap((template, at) => (template.name === sorted[at - 1]?.name ? [] : [at]));
  return starts.map((from, at) => ({
    joinedName: foldText(sorted[from]?.name ?? '').replaceAll(' ', ''),
    from,
    to: starts[at + 1] ?? sorted.length,
  }));
}

/** Looks at every family, and draws up only as many as are asked for. */
function ranked(index: TemplateIndex, typed: readonly string[], forgive: boolean, limit: number): Template[] {
  const ranks = ranksOf(index.words, typed, forgive, index.templates.length);
  const whole = typed.join('');
  const byRank: Family[][] = [];
  for (const family of index.families) {
    const best = rankOfName(family.joinedName, whole) ?? bestOf(family, ranks);
    if (best === LOST) continue;
    const peers = byRank[best] ?? [];
    byRank[best] = peers;
    peers.push(family);
  }
  const found: Template[] = [];
  for (const family of byRank.flat()) {
    if (found.length >= limit) break;
    found.push(...membersOf(index.templates, family, ranks, rankOfName(family.joinedName, whole)));
  }
  return found;
}

function bestOf({ from, to }: Family, ranks: Uint8Array): number {
  let best = LOST;
  for (let at = from; at < to; at += 1) best = Math.min(best, ranks[at] ?? LOST);
  return best;
}

/** The languages that were found, best first; all of them when the name itself was. */
function membersOf(
  templates: readonly Template[],
  { from, to }: Family,
  ranks: Uint8Array,
  nameRank: number | undefined,
): Template[] {
  const members = templates
    .slice(from, to)
    .map((template, at) => ({ template, rank: nameRank ?? ranks[from + at] ?? LOST }));
  const matching = members.filter(({ rank }) => rank !== LOST).sort((one, other) => one.rank - other.rank);
  return matching.map(({ template }) => template);
}

function rankOfName(joinedName: string, whole: string): number | undefined {
  if (joinedName === whole) return 0;
  return joinedName.startsWith(whole) ? 1 : undefined;
}

/** For each template the sum of what its typed words score, lower for better; `LOST` where a word is nowhere. */
function ranksOf(words: readonly Word[], typed: readonly string[], forgive: boolean, count: number): Uint8Array {
  const sums = new Uint8Array(count).fill(2);
  for (const text of typed) {
    if (text === '') continue;
    const ranks = new Uint8Array(count).fill(NOWHERE);
    for (const word of words) markWord(ranks, word, text, forgive);
    for (let at = 0; at < count; at += 1) {
      const rank = ranks[at] ?? NOWHERE;
      sums[at] = rank === NOWHERE ? LOST : Math.min(LOST, (sums[at] ?? LOST) + rank);
    }
  }
  return sums;
}

function markWord(ranks: Uint8Array, word: Word, typed: string, forgive: boolean): void {
  const at = word.text.indexOf(typed);
  if (at >= 0) mark(ranks, word, at === 0 ? 0 : 1);
  else if (forgive && mayHaveSlip(typed) && beginsWithSlip(word.text, typed)) mark(ranks, word, 5);
}

function mark(ranks: Uint8Array, { inName, inKind, inBody }: Word, rank: number): void {
  lower(ranks, inName, rank);
  lower(ranks, inKind, rank + 1);
  lower(ranks, inBody, rank + 2);
}

function lower(ranks: Uint8Array, places: readonly number[], rank: number): void {
  for (const at of places) {
    if ((ranks[at] ?? 0) > rank) ranks[at] = rank;
  }
}

function mayHaveSlip(typed: string): boolean {
  return typed.length >= MIN_SLIP_LENGTH && !/\p{N}/u.test(typed);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

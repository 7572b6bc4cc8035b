import type { Template } from '../template/template.ts';
import { normalizeText } from './normalized-text.ts';
import { indexTemplates, type SearchIndex, type TemplateGroup } from './search-index.ts';
import { beginsWithTypo } from './typo.ts';

/**
 * Finds the templates that hold every word of a query, or a part of a word, in their name, language, category or text:
 * those that can be sent first, best first, the languages of one template side by side, at most `limit`. Typos are
 * looked for only when nothing holds the words as they were typed.
 */
export type TemplateSearch = (query: string, limit: number) => readonly Template[];

const MAX_QUERY_LENGTH = 100;
const MAX_WORDS = 8;

/** Ranks: lower is better. The whole name, its beginning, and the least for anything else. */
const WHOLE_NAME = 0;
const NAME_BEGINS = 1;
const OTHERWISE = 2;
/** What a word adds when it stands inside another word, or with a typo, and for where it stands. */
const INSIDE_WORD = 1;
const TYPO = 5;
const IN_LANGUAGE_OR_CATEGORY = 1;
const IN_BODY = 2;
const NOT_FOUND = Number.POSITIVE_INFINITY;

/** What one word of a query, as it was typed, adds to the rank of a template that holds `word`. */
type RankWord = (word: string, typed: string) => number;

/** A rank for each of the index's templates, by position. */
type Ranks = Float64Array;

/** A group with a template that was found; its rank is that of its best one. */
interface FoundGroup {
  readonly group: TemplateGroup;
  readonly rank: number;
}

/**
 * Indexes the templates with the first query: no start waits for it, and a list that is replaced before its first search
 * costs nothing.
 *
 * @param templates of which no two have the same name and language.
 */
export function createTemplateSearch(templates: readonly Template[]): TemplateSearch {
  let index: SearchIndex | undefined;
  return (query, limit) => {
    index ??= indexTemplates(templates);
    const text = normalizeText(query.slice(0, MAX_QUERY_LENGTH));
    // An empty query finds every template. Each form that opens asks for them, so no ranks are computed.
    if (text === '') return index.templates.slice(0, limit);
    const typed = text.split(' ').slice(0, MAX_WORDS);
    const ranks = ranksOf(index, typed, rankAsTyped);
    preferNames(ranks, index, typed.join(''));
    const found = foundGroups(index, ranks);
    if (found.length > 0) return best(index, ranks, found, limit);
    const withTypos = ranksOf(index, typed, rankWithTypo);
    return best(index, withTypos, foundGroups(index, withTypos), limit);
  };
}

function rankAsTyped(word: string, typed: string): number {
  if (!word.includes(typed)) return NOT_FOUND;
  return word.startsWith(typed) ? 0 : INSIDE_WORD;
}

function rankWithTypo(word: string, typed: string): number {
  const rank = rankAsTyped(word, typed);
  return rank === NOT_FOUND && beginsWithTypo(word, typed) ? TYPO : rank;
}

/** The sum over the words of the query: one word that is nowhere leaves a template out. */
function ranksOf(index: SearchIndex, typed: readonly string[], rankWord: RankWord): Ranks {
  let sums: Ranks = new Float64Array(index.templates.length).fill(OTHERWISE);
  for (const word of typed) {
    const ranks = ranksOfWord(index, word, rankWord);
    sums = sums.map((sum, position) => sum + (ranks[position] ?? NOT_FOUND));
  }
  return sums;
}

function ranksOfWord({ templates, words }: SearchIndex, typed: string, rankWord: RankWord): Ranks {
  const ranks = new Float64Array(templates.length).fill(NOT_FOUND);
  for (const [word, { inName, inLanguageOrCategory, inBody }] of words) {
    const rank = rankWord(word, typed);
    if (rank === NOT_FOUND) continue;
    improve(ranks, inName, rank);
    improve(ranks, inLanguageOrCategory, rank + IN_LANGUAGE_OR_CATEGORY);
    improve(ranks, inBody, rank + IN_BODY);
  }
  return ranks;
}

function improve(ranks: Ranks, positions: readonly number[], rank: number): void {
  for (const position of positions) ranks[position] = Math.min(ranks[position] ?? NOT_FOUND, rank);
}

/** @param joined the query without spaces. A name that is it, or begins with it, comes before anything else. */
function preferNames(ranks: Ranks, { groups }: SearchIndex, joined: string): void {
  for (const { joinedName, start, end } of groups) {
    if (joinedName.startsWith(joined)) ranks.fill(joinedName === joined ? WHOLE_NAME : NAME_BEGINS, start, end);
  }
}

function foundGroups({ groups }: SearchIndex, ranks: Ranks): FoundGroup[] {
  const found: FoundGroup[] = [];
  for (const group of groups) {
    const rank = lowest(ranks, group);
    if (rank !== NOT_FOUND) found.push({ group, rank });
  }
  return found;
}

function lowest(ranks: Ranks, { start, end }: TemplateGroup): number {
  let rank = NOT_FOUND;
  for (let position = start; position < end; position += 1) rank = Math.min(rank, ranks[position] ?? NOT_FOUND);
  return rank;
}

function best({ templates }: SearchIndex, ranks: Ranks, found: FoundGroup[], limit: number): readonly Template[] {
  const groups = found.sort((a, b) => Number(b.group.isSendable) - Number(a.group.isSendable) || a.rank - b.rank);
  const best: Template[] = [];
  for (const { group } of groups) {
    if (best.length >= limit) break;
    best.push(...foundIn(group, templates, ranks));
  }
  return best.slice(0, limit);
}

/** The languages of a group that were found, best first. */
function foundIn({ start, end }: TemplateGroup, templates: readonly Template[], ranks: Ranks): readonly Template[] {
  return templates
    .slice(start, end)
    .map((template, nth) => ({ template, rank: ranks[start + nth] ?? NOT_FOUND }))
    .filter(({ rank }) => rank !== NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .map(({ template }) => template);
}

import { languageName } from '../template/language-name.ts';
import { isSendable } from '../template/sendability.ts';
import { fillPlaceholders, type Template } from '../template/template.ts';
import { normalizeText } from './normalized-text.ts';

/** An inverted index: every word of the templates once, with where it stands. */
export interface SearchIndex {
  /** Those that can be sent, then the others; each by name, then language. */
  readonly templates: readonly Template[];
  /** In the order of `templates`. */
  readonly groups: readonly TemplateGroup[];
  /** By normalized word. */
  readonly words: ReadonlyMap<string, WordPlaces>;
}

/** The languages of one template, apart for those that can be sent and the others: a stretch of `templates`. */
export interface TemplateGroup {
  /** The normalized name without spaces, for people who type it in one go. */
  readonly joinedName: string;
  readonly isSendable: boolean;
  readonly start: number;
  readonly end: number;
}

/** Positions in `templates`. */
interface WordPlaces {
  readonly inName: number[];
  readonly inLanguageOrCategory: number[];
  readonly inBody: number[];
}

/** @param templates of which no two have the same name and language. */
export function indexTemplates(templates: readonly Template[]): SearchIndex {
  const byName = [...templates].sort((a, b) => compare(a.name, b.name) || compare(a.language, b.language));
  const sorted = [...byName.filter(isSendable), ...byName.filter((template) => !isSendable(template))];
  const words = new Map<string, WordPlaces>();
  sorted.forEach((template, position) => {
    for (const word of wordsOf(template.name)) placesOf(words, word).inName.push(position);
    for (const word of wordsOf(languageAndCategory(template)))
      placesOf(words, word).inLanguageOrCategory.push(position);
    for (const word of wordsOf(bodyText(template))) placesOf(words, word).inBody.push(position);
  });
  return { templates: sorted, groups: groupsOf(sorted), words };
}

function groupsOf(sorted: readonly Template[]): readonly TemplateGroup[] {
  const first = sorted.flatMap((template, at) => (isSameGroup(template, sorted[at - 1]) ? [] : [{ template, at }]));
  return first.map(({ template, at }, nth) => ({
    joinedName: normalizeText(template.name).replaceAll(' ', ''),
    isSendable: isSendable(template),
    start: at,
    end: first[nth + 1]?.at ?? sorted.length,
  }));
}

function isSameGroup(a: Template, b: Template | undefined): boolean {
  return a.name === b?.name && isSendable(a) === isSendable(b);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(normalizeText(text).split(' '));
}

function languageAndCategory({ language, category }: Template): string {
  return `${language} ${languageName(language)} ${category}`;
}

/** The body with its labels where the placeholders stand. */
function bodyText({ body }: Template): string {
  const labels = new Map(body.parameters.map(({ name, label }) => [name, label]));
  return fillPlaceholders(body.text, (name) => labels.get(name) ?? '');
}

function placesOf(words: Map<string, WordPlaces>, word: string): WordPlaces {
  const known = words.get(word);
  if (known !== undefined) return known;
  const places: WordPlaces = { inName: [], inLanguageOrCategory: [], inBody: [] };
  words.set(word, places);
  return places;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

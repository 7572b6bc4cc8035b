import { languageName } from '../template/language-name.ts';
import { fillPlaceholders, type Template } from '../template/template.ts';
import { foldText } from './folded-text.ts';
import { listWords, type WordList } from './word-list.ts';

/** Everything that a search needs, folded once a catalogue; flat, so that 20,000 templates take few bytes and steps. */
export interface TemplateIndex {
  /** By name, then language: the languages of one template, a family, stand side by side. */
  readonly templates: readonly Template[];
  /** Where each family begins in `templates`; the last entry is their number. */
  readonly families: Uint32Array;
  /** The name of each family without blanks, for those who type it in one go. */
  readonly names: WordList;
  readonly words: WordList;
  /** Where each word's own part of `places` begins; the last entry is where the last one ends. */
  readonly placesFrom: Uint32Array;
  /** Where a word stands: a template's position and, in the two lowest bits, what of the template holds it. */
  readonly places: Uint32Array;
}

/** Where in a template a word counts most is what is kept of it. */
const IN_NAME = 0;
const IN_LANGUAGE_OR_CATEGORY = 1;
const IN_BODY = 2;

/** @param templates of which no two have the same name and language. */
export function indexTemplates(templates: readonly Template[]): TemplateIndex {
  const sorted = [...templates].sort(byNameAndLanguage);
  const found = new Map<string, number[]>();
  sorted.forEach((template, at) => {
    note(found, template.name, at, IN_NAME);
    note(found, kindOf(template), at, IN_LANGUAGE_OR_CATEGORY);
    note(found, bodyOf(template), at, IN_BODY);
  });
  const starts = sorted.flatMap(({ name }, at) => (name === sorted[at - 1]?.name ? [] : [at]));
  return {
    templates: sorted,
    families: Uint32Array.of(...starts, sorted.length),
    names: listWords(starts.map((at) => foldText(sorted[at]?.name ?? '').replaceAll(' ', ''))),
    words: listWords([...found.keys()]),
    ...placesOf([...found.values()]),
  };
}

/** Where a template stands in the index, by what identifies it; undefined when it is not there. */
export function positionOf({ templates }: TemplateIndex, wanted: Pick<Template, 'name' | 'language'>) {
  let [from, to] = [0, templates.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const template = templates[middle];
    if (template === undefined) return undefined;
    const order = byNameAndLanguage(template, wanted);
    if (order === 0) return middle;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return undefined;
}

function note(found: Map<string, number[]>, text: string, at: number, part: number): void {
  for (const word of foldText(text).split(' ')) {
    const places = found.get(word);
    if (places === undefined) found.set(word, [at * 4 + part]);
    else if ((places.at(-1) ?? 0) >>> 2 !== at) places.push(at * 4 + part);
  }
}

function placesOf(lists: readonly (readonly number[])[]): Pick<TemplateIndex, 'places' | 'placesFrom'> {
  const placesFrom = new Uint32Array(lists.length + 1);
  lists.forEach(({ length }, index) => {
    placesFrom[index + 1] = (placesFrom[index] ?? 0) + length;
  });
  const places = new Uint32Array(placesFrom.at(-1) ?? 0);
  lists.forEach((list, index) => void places.set(list, placesFrom[index]));
  return { placesFrom, places };
}

function kindOf({ language, category }: Template): string {
  return `${language} ${languageName(language)} ${category}`;
}

function bodyOf({ body }: Template): string {
  const labels = new Map(body.parameters.map(({ name, label }) => [name, label]));
  return fillPlaceholders(body.text, (name) => labels.get(name) ?? '');
}

type Identity = Pick<Template, 'name' | 'language'>;

function byNameAndLanguage(a: Identity, b: Identity): number {
  return compare(a.name, b.name) || compare(a.language, b.language);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

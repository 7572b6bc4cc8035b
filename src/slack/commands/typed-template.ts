import { languageName } from '../../core/template/language-name.ts';
import type { Template } from '../../core/template/template.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import type { TypedWord } from './typed-words.ts';

/** Which words of a command chose a template. */
interface TypedTemplate {
  /** Undefined when several templates match and none exactly. */
  readonly template: Template | undefined;
  /** The word with its name, and the one with its language where that is a word of its own. */
  readonly words: readonly TypedWord[];
  /** What the person should know about the choice. */
  readonly note: string | undefined;
}

/** Every phone number is longer. */
const MAX_NUMERIC_NAME_LENGTH = 6;
/** Enough for the longest name, its language and some decoration. */
const MAX_WORD_LENGTH = 600;
/** Around a name, on each side. */
const MAX_UNDERSCORES = 8;
/** A template is looked for among the first words only. */
const MAX_WORDS = 50;
const NAME_AND_LANGUAGE = /^(.+):([^:]*\p{L}[^:]*?)[^\p{L}\p{N}]*$/su;
const AROUND = /^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu;

/**
 * Finds the first word that names a template, as `name` or `name:language`, in any case and with any decoration. Reads the
 * catalogue from memory only, because the form has to open within the life of a `trigger_id`.
 */
export function findTypedTemplate(words: readonly TypedWord[], catalogue: Catalogue): TypedTemplate | undefined {
  const familyOf = createFamilies(catalogue);
  for (const [at, word] of words.slice(0, MAX_WORDS).entries()) {
    if (!mayBeName(words, at)) continue;
    const [, name = word.typed, language = ''] = NAME_AND_LANGUAGE.exec(word.typed.replace(AROUND, '')) ?? [];
    const found = familyOf(name) ?? familyOf(word.typed);
    if (found === undefined) continue;
    if ('others' in found) return { template: undefined, words: [word], note: severalNames(name, found.others) };
    if (language !== '') return { ...inLanguage(found.family, language), words: [word] };
    const next = words.slice(at + 1).find(({ kind }) => kind !== 'sign');
    if (next !== undefined && found.family.some((one) => languageKey(one.language) === languageKey(next.typed)))
      return { ...inLanguage(found.family, next.typed), words: [word, next] };
    return { ...inLanguage(found.family, ''), words: [word] };
  }
  return undefined;
}

/** A few digits may be the start of a phone number. */
function mayBeName(words: readonly TypedWord[], at: number): boolean {
  const word = words[at];
  if (word === undefined || word.typed.length > MAX_WORD_LENGTH) return false;
  if (word.typed.includes('_')) return true;
  if (word.kind !== 'number') return word.kind !== 'sign';
  const next = words[at + 1];
  const goesOn = next?.kind === 'number' && !/^[(（]?[+＋]/u.test(next.text);
  return at === 0 && !goesOn && new RegExp(`^\\d{1,${MAX_NUMERIC_NAME_LENGTH}}$`).test(word.text);
}

type Found = { readonly family: readonly Template[] } | { readonly others: readonly string[] };

/** Looks up the name as typed; when there is none, compares all names without their case. */
function createFamilies(catalogue: Catalogue): (typed: string) => Found | undefined {
  let families: ReadonlyMap<string, readonly Template[]> | undefined;
  return (typed) => {
    const spellings = spellingsOf(typed);
    const [first] = spellings;
    if (first === undefined) return undefined;
    if (families === undefined) {
      const all = catalogue.search('', Number.POSITIVE_INFINITY);
      const direct = all.filter(({ name }) => name === first);
      if (direct.length > 0) return { family: direct };
      families = Map.groupBy(all, ({ name }) => nameKey(name));
    }
    return foundAmong(families, spellings);
  };
}

function foundAmong(
  families: ReadonlyMap<string, readonly Template[]>,
  spellings: readonly string[],
): Found | undefined {
  const alike = spellings.map((spelling) => families.get(nameKey(spelling)) ?? []);
  for (const [at, spelling] of spellings.entries()) {
    const family = alike[at]?.filter(({ name }) => name === spelling) ?? [];
    if (family.length > 0) return { family };
  }
  const family = alike.find(({ length }) => length > 0);
  if (family === undefined) return undefined;
  const names = [...new Set(family.map(({ name }) => name))];
  return names.length === 1 ? { family } : { others: names };
}

/** A word without its decoration. Underscores around it may belong to the name, so the spelling with most of them comes first. */
function spellingsOf(typed: string): readonly string[] {
  const word = typed.normalize('NFKC').replace(/\p{Cf}/gu, '');
  const inner = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(word);
  if (inner === null) return shortened(/_+/.exec(word)?.[0] ?? '').filter((spelling) => spelling !== '');
  const before = /_*$/.exec(word.slice(0, inner.index))?.[0] ?? '';
  const after = /^_*/.exec(word.slice(inner.index + inner[0].length))?.[0] ?? '';
  return shortened(before)
    .flatMap((left) => shortened(after).map((right) => `${left}${inner[0]}${right}`))
    .sort((a, b) => b.length - a.length);
}

function shortened(underscores: string): readonly string[] {
  const most = Math.min(underscores.length, MAX_UNDERSCORES);
  return Array.from({ length: most + 1 }, (_, fewer) => '_'.repeat(most - fewer));
}

function nameKey(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** `en-US`, `EN_us` and `“en-us”` are one language. */
function languageKey(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^[^a-z]+|[^a-z]+$/g, '');
}

function inLanguage(family: readonly Template[], language: string): Pick<TypedTemplate, 'template' | 'note'> {
  const [first] = family;
  const name = first?.name ?? '';
  const languages = family.map(({ language }) => languageName(language)).join(', ');
  const given = languageKey(language);
  if (language === '') return { template: first, note: family.length > 1 ? oneOf(name, languages, first) : undefined };
  const exact = family.find(({ language }) => languageKey(language) === given);
  if (exact !== undefined) return { template: exact, note: undefined };
  const [base] = given.split('_');
  const near = family.filter(({ language }) => languageKey(language).split('_')[0] === base);
  const [nearest] = near;
  if (nearest !== undefined) return { template: nearest, note: oneOf(name, languages, nearest) };
  return { template: undefined, note: `“${name}” exists in ${languages}, not in “${language}”. Choose one below.` };
}

function oneOf(name: string, languages: string, chosen: Template | undefined): string {
  return `“${name}” exists in ${languages}. This one is ${languageName(chosen?.language ?? '')}.`;
}

function severalNames(typed: string, names: readonly string[]): string {
  return `“${typed}” may be ${names.map((name) => `“${name}”`).join(' or ')}. Choose one below.`;
}

import { isJsonObject, type JsonObject, parseJson, textUnder } from '../../core/json.ts';
import { readTemplateCategory } from '../../core/template/category.ts';
import { readTemplateStatus } from '../../core/template/status.ts';
import type { ProviderTemplate } from '../../flow/ports/templates.ts';
import { componentsOf, isPartial } from './components.ts';

/** Names that Kaleyra's pages, its callbacks and Meta's API use for the same thing. The list's own are not published. */
const NAME = ['name', 'template_name', 'templateName', 'message_template_name', 'elementName'];
const LANGUAGE = ['language', 'lang_code', 'language_code', 'languageCode', 'template_language', 'lang', 'locale'];
const STATUS = ['status', 'template_status', 'templateStatus', 'approval_status', 'state'];
const CATEGORY = ['category', 'template_category', 'templateCategory'];
const VARIANTS = ['languages', 'translations', 'localizations'];
const MAX_DEPTH = 4;
/** The reader of entries wants a language; this one is never shown. */
const LANGUAGE_NOT_SAID = 'en';

/**
 * Reads the template list. Its JSON is not published, so every plausible shape is taken and the rest is passed over: a
 * list, one under any key, a single template, and one with its languages inside.
 *
 * @returns undefined when nothing in `text` looks like a list of templates.
 */
export function readTemplateList(text: string): readonly ProviderTemplate[] | undefined {
  const json = parseJson(text);
  const templates = templatesIn(json, MAX_DEPTH);
  return templates?.length === 0 && isRefusal(json) ? undefined : templates;
}

/** An empty list beside a code is Kaleyra's way to say no, not an account without templates. */
function isRefusal(json: unknown): boolean {
  return isJsonObject(json) && textUnder(json, ['code', 'error', 'error_code']) !== undefined;
}

function templatesIn(json: unknown, depth: number): readonly ProviderTemplate[] | undefined {
  if (Array.isArray(json)) {
    const read = json.filter(isJsonObject).flatMap(readTemplate);
    return read.length > 0 || json.length === 0 ? read : undefined;
  }
  if (!isJsonObject(json) || depth === 0) return undefined;
  const one = readTemplate(json);
  if (one.length > 0) return one;
  const inside = Object.values(json).filter((value) => typeof value === 'object' && value !== null);
  // A list that holds something goes before an empty one: `{"error": [], "data": […]}`.
  const lists = inside.map((value) => templatesIn(value, depth - 1)).filter((list) => list !== undefined);
  const filled = lists.filter((list) => list.length > 0);
  return filled.length > 0 ? filled.flat() : lists[0];
}

function readTemplate(entry: JsonObject): readonly ProviderTemplate[] {
  const name = textUnder(entry, NAME);
  if (name === undefined || !/^\w{1,512}$/.test(name)) return [];
  const variants =
    VARIANTS.map((key) => entry[key])
      .find(Array.isArray)
      ?.filter(isJsonObject) ?? [];
  if (variants.length > 0) return variants.flatMap((variant) => readVariant(name, { ...entry, ...variant }));
  return readVariant(name, entry);
}

/** Without a status and without a text it could be anything that has a name. */
function readVariant(name: string, entry: JsonObject): readonly ProviderTemplate[] {
  const word = textUnder(entry, STATUS);
  const status = word === undefined ? undefined : readTemplateStatus(word);
  const language = languageOf(entry);
  const components = componentsOf(entry);
  if (status === undefined && components === undefined) return [];
  // It is only shown, so one that is not known may pass for the most common.
  const category = readTemplateCategory(textUnder(entry, CATEGORY) ?? '') ?? 'UTILITY';
  if (components === undefined) return [{ name, language, status, entry: undefined }];
  // A text without a language is only compared with the file's, which says the language.
  const meta = { name, language: language ?? LANGUAGE_NOT_SAID, category, components };
  return [{ name, language, status, entry: meta, ...(isPartial(entry) && { isPartial: true }) }];
}

function languageOf(entry: JsonObject): string | undefined {
  const nested = LANGUAGE.map((key) => entry[key]).find(isJsonObject);
  const code = textUnder(entry, LANGUAGE) ?? (nested && textUnder(nested, ['code', ...LANGUAGE]));
  const [language = '', region] = (code ?? '').trim().split(/[-_]/);
  if (!/^[a-z]{2,3}$/i.test(language)) return undefined;
  return region === undefined ? language.toLowerCase() : `${language.toLowerCase()}_${region.toUpperCase()}`;
}

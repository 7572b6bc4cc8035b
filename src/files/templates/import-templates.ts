import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { fail, ok, type Result } from '../../core/result.ts';
import { readTemplateStatus, unknownWord } from '../../core/template/status.ts';
import { templateKey } from '../../core/template/template.ts';
import { addEntries, type Edit, edited, setKey } from './file-edits.ts';
import { entryProblems } from './read-templates.ts';
import { TemplateEntry } from './template-entry.ts';
import { LIST_KEYS, readTemplateSource } from './template-list.ts';

/** What an import did, by template keys; `refused` is how many entries are no templates. */
export interface Imported {
  /** The whole file as it is to be written. */
  readonly text: string;
  readonly added: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: number;
  /** One sentence for each refused entry: where it stands and what is wrong with it. */
  readonly leftOut: readonly string[];
}

type Entry = Readonly<Record<string, unknown>>;

/** The keys of Meta's that are kept. Other keys of an export are of no use here, and other keys of the file are our own. */
const METAS_KEYS = ['name', 'language', 'category', 'status', 'components'] as const;

/**
 * Adds what WhatsApp Manager or the Graph API exported to a templates file. Of a template that is there already only
 * Meta's own keys change; our labels, every comment and the order stay.
 *
 * @param file the file's text; an empty one is begun.
 * @param exportName what the export is called in a sentence.
 * @returns a failure, as a sentence, when either text cannot be read.
 */
export function importTemplates(file: string, exported: string, exportName = 'The export'): Result<Imported, string> {
  const source = readTemplateSource(exported);
  if (!source.ok) return fail(`${exportName}, line ${source.failure.line}, ${source.failure.what}.`);
  const document = parseDocument(file.trim() === '' ? 'templates: []\n' : file);
  const [error] = document.errors;
  if (error !== undefined) return fail(`The templates file cannot be read as YAML (${error.message.split('\n')[0]}).`);
  const list = listIn(document);
  if (list === undefined)
    return fail('The templates file holds no list of templates; begin it with templates: and a list.');
  const parts = source.value.entries.map(metasPart);
  const refused = parts.flatMap((part, at) => (part === undefined ? [at] : []));
  const done = parts
    .filter((entry) => entry !== undefined)
    .map((entry) => ({ entry, what: put(document, list, entry) }));
  const keys = (what: string) => done.filter((one) => one.what === what).map(({ entry }) => keyOf(entry));
  return ok({
    text: done.every(({ what }) => what === 'unchanged') ? file : write(file, document, list),
    added: keys('added'),
    updated: keys('updated'),
    unchanged: keys('unchanged'),
    refused: refused.length,
    leftOut: refused.map((at) => entryProblems(source.value, at, exportName)[0]?.sentence ?? ''),
  });
}

function listIn(document: Document): YAMLSeq | undefined {
  let node: unknown = document.contents;
  while (isMap(node)) {
    const map: YAMLMap = node;
    node = LIST_KEYS.map((key) => map.get(key)).find((list) => isSeq(list) || isMap(list));
  }
  return isSeq(node) ? node : undefined;
}

/** The entry with Meta's keys alone, in today's values. Without APPROVED, because a template without a status is approved. */
function metasPart(entry: unknown): Entry | undefined {
  const read = TemplateEntry.safeParse(entry);
  if (!read.success || typeof entry !== 'object' || entry === null) return undefined;
  const { category, status } = read.data;
  const given = new Map<string, unknown>(Object.entries({ ...entry, category }));
  if (unknownWord(status) === undefined) given.set('status', status);
  const kept = METAS_KEYS.filter((key) => given.has(key)).map((key) => [key, given.get(key)] as const);
  return Object.fromEntries(kept.filter(([key, value]) => key !== 'status' || value !== 'APPROVED'));
}

/** The file with what changed in the document, everything else as it is written. */
function write(file: string, document: Document, list: YAMLSeq): string {
  // Has the places of what is in the file, which the changed document no longer has.
  const original = listIn(parseDocument(file));
  const edits = original && editsOf(file, original, list);
  return (edits && edited(file, edits, document)) ?? document.toString({ lineWidth: 0 });
}

function editsOf(file: string, original: YAMLSeq, list: YAMLSeq): readonly Edit[] | undefined {
  const known = original.items.length;
  const changed = original.items.map((item, at) => (isMap(item) ? changesOf(file, item, list.items[at]) : []));
  const added = addEntries(file, original, list.items.slice(known).map(plain));
  const all = [...changed, added];
  return all.includes(undefined) ? undefined : all.flatMap((edits) => edits ?? []);
}

function changesOf(file: string, item: YAMLMap, now: unknown): readonly Edit[] | undefined {
  const [old, next] = [Object(item.toJSON()), Object(plain(now))];
  const keys = METAS_KEYS.filter((key) => !isDeepStrictEqual(old[key], next[key]));
  const edits = keys.map((key) => setKey(file, item, key, next[key], 'components'));
  return edits.includes(undefined) ? undefined : edits.flatMap((some) => some ?? []);
}

function plain(item: unknown): unknown {
  return isNode(item) ? item.toJSON() : item;
}

function put(document: Document, list: YAMLSeq, entry: Entry): 'added' | 'updated' | 'unchanged' {
  const known = list.items.filter((item) => isMap(item)).find((item) => keyOf(item.toJSON()) === keyOf(entry));
  if (known === undefined) {
    list.flow = false;
    list.add(document.createNode(entry));
    return 'added';
  }
  const changed = METAS_KEYS.filter((key) => update(document, known, key, entry[key]));
  return changed.length === 0 ? 'unchanged' : 'updated';
}

function update(document: Document, known: YAMLMap, key: string, value: unknown): boolean {
  const before: unknown = Object(known.toJSON())[key];
  const isSame = isDeepStrictEqual(before, value) || (key === 'status' && value === undefined && isApproved(before));
  if (isSame) return false;
  // Only an approved status is left out of an entry; where the file has another one, it becomes the word.
  known.set(key, document.createNode(value ?? 'APPROVED'));
  return true;
}

function isApproved(status: unknown): boolean {
  return status === undefined || readTemplateStatus(String(status)) === 'APPROVED';
}

function keyOf({ name, language }: Entry): string {
  return templateKey({ name: String(name), language: String(language) });
}

import { isJsonObject, type JsonObject, parseJson } from '../../core/json.ts';
import type { RawCallback } from '../../flow/ports/callbacks.ts';

/** The fields of one report: names in lower case, values as they came. */
export type CallbackFields = ReadonlyMap<string, unknown>;

export const NO_FIELDS: CallbackFields = new Map();

/** `errors[0][code]` and `errors.0.code`, as forms write what is nested. */
const NESTED_NAME = /^[\w-]+(?:\[[\w-]*\]|\.[\w-]+){1,8}$/;

/**
 * Reads query and body together; of the same name in both, the body's counts. A plain `callback_url` is called by GET, a
 * callback profile by POST with JSON or a form, and our own token is in the query of either.
 */
export function readFields({ query, body }: Pick<RawCallback, 'query' | 'body'>): readonly CallbackFields[] {
  const inQuery = readForm(query);
  return readBody(body.trim()).map((inBody) => new Map([...inQuery, ...inBody]));
}

/** Goes by the first character, not by the content type: Kaleyra's own samples label multipart as JSON. */
function readBody(text: string): readonly CallbackFields[] {
  return /^[{["]/.test(text) ? readJson(text) : [readForm(new URLSearchParams(text))];
}

/** JSON may be written into a text once more. One that holds several reports is a list of them. */
function readJson(text: string): readonly CallbackFields[] {
  const value = opened(text);
  const reports = Array.isArray(value) ? value : [value];
  return reports.filter(isJsonObject).map(fieldsOf);
}

function readForm(form: URLSearchParams): CallbackFields {
  const tree = emptyNode();
  for (const [name, value] of form) putAt(tree, pathOf(name), value);
  return fieldsOf(tree);
}

type Node = Record<string, unknown>;

/** Without a prototype, so that a field named `__proto__` is a field like any other. */
function emptyNode(): Node {
  return Object.create(null);
}

function pathOf(name: string): readonly string[] {
  return NESTED_NAME.test(name) ? name.replaceAll(']', '').split(/[[.]/) : [name];
}

/** Something nested replaces a text of the same name. */
function putAt(node: Node, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    node[name] = value;
    return;
  }
  const known = node[name];
  const next = isJsonObject(known) ? (known as Node) : emptyNode();
  node[name] = next;
  putAt(next, rest, value);
}

export function fieldsOf(value: JsonObject): CallbackFields {
  return new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
}

/**
 * The text that a value is, numbers as text; undefined when it is none, or a placeholder that was never filled, or nothing
 * written out.
 */
export function readText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' || /^(<\w+>|null|undefined)$/i.test(text) ? undefined : text;
}

/** The text under `name`. */
export function textOf(fields: CallbackFields, name: string): string | undefined {
  return readText(fields.get(name));
}

/** A value as it is, or what JSON in a text says, however often it was written into one. */
export function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{["]/.test(value)) return value;
  const inside = parseJson(value);
  return inside === undefined ? value : opened(inside);
}

/** The object under `name` as fields of its own; empty when there is none. */
export function fieldsUnder(fields: CallbackFields, name: string): CallbackFields {
  const value = opened(fields.get(name));
  return isJsonObject(value) ? fieldsOf(value) : NO_FIELDS;
}

/** The entries of a list: JSON's, a form's, which numbers them, or one thing alone, which may be nothing. */
export function listOf(value: unknown): readonly unknown[] {
  const inside = opened(value);
  if (Array.isArray(inside)) return inside;
  if (!isJsonObject(inside)) return [inside];
  const isNumbered = Object.keys(inside).length > 0 && Object.keys(inside).every((name) => /^\d{0,2}$/.test(name));
  return isNumbered ? Object.values(inside) : [inside];
}

/** The objects of the list under `name`, each as fields of its own. */
export function objectsUnder(fields: CallbackFields, name: string): readonly CallbackFields[] {
  return listOf(fields.get(name)).map(opened).filter(isJsonObject).map(fieldsOf);
}

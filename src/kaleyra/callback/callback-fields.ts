import type { RawCallback } from '../../flow/reports/handle-callback.ts';

/** One thing that is reported: names in lower case, values as they came. */
export type CallbackFields = ReadonlyMap<string, unknown>;

/** More than one report in a request is not documented; a list longer than this is not a report. */
const MOST_REPORTS = 100;

/**
 * Lays query and body side by side, the body above the query: a plain `callback_url` is called by GET, a callback profile
 * by POST with JSON or a form, and our own token stays in the query of either. What is neither has no name that is known.
 */
export function readFields({ query, body }: Pick<RawCallback, 'query' | 'body'>): readonly CallbackFields[] {
  const inQuery = fieldsOf(query.entries());
  return readBody(body.trim()).map((inBody) => new Map([...inQuery, ...inBody]));
}

/** The first sign tells more than the content type: Kaleyra's own samples label multipart as JSON. */
function readBody(text: string): readonly CallbackFields[] {
  return /^[{[]/.test(text) ? readJson(text) : [fieldsOf(new URLSearchParams(text).entries())];
}

function readJson(text: string): readonly CallbackFields[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const reports = Array.isArray(parsed) ? parsed.slice(0, MOST_REPORTS) : [parsed];
    return reports.filter(isRecord).map((report) => fieldsOf(Object.entries(report)));
  } catch {
    return [];
  }
}

function fieldsOf(entries: Iterable<readonly [string, unknown]>): CallbackFields {
  return new Map([...entries].map(([name, value]) => [name.toLowerCase(), value]));
}

/** The text under `name`, numbers as text; undefined when there is none, or only a placeholder that was never filled. */
export function textOf(fields: CallbackFields, name: string): string | undefined {
  const value = fields.get(name);
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' || /^<\w+>$/.test(text) ? undefined : text;
}

/** The object under `name` as fields of its own; empty when there is none. */
export function fieldsUnder(fields: CallbackFields, name: string): CallbackFields {
  const value = fields.get(name);
  return isRecord(value) ? fieldsOf(Object.entries(value)) : new Map();
}

/** The first object of the list under `name`; undefined when there is none. */
export function firstUnder(fields: CallbackFields, name: string): CallbackFields | undefined {
  const value = fields.get(name);
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return isRecord(first) ? fieldsOf(Object.entries(first)) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

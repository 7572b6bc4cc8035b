import type { IncomingMessage } from 'node:http';
import { readFields } from '../../web/fields.ts';
import { parseJson } from '../../web/json.ts';
import { SlackError } from './slack-error.ts';

/** A method's arguments, whether they came as a form with JSON inside, as JSON or in the query. */
export interface Arguments {
  text(name: string): string | undefined;
  /** Slack takes `true` and `1`. */
  isSet(name: string): boolean;
  has(name: string): boolean;
  /** @throws SlackError of that code when it is not JSON. */
  json(name: string, code: string): unknown;
}

/** One Web API method: what it gives beside `ok: true`. Throws a SlackError otherwise. */
export type Method = (args: Arguments) => Readonly<Record<string, unknown>>;

export async function readArguments(request: IncomingMessage, body: Buffer): Promise<Arguments> {
  const query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
  const fields = await readFields(body, request.headers['content-type']);
  const values = new Map([...query, ...fields.map(({ name, value }) => [name, value] as const)]);
  return {
    text: (name) => values.get(name) || undefined,
    isSet: (name) => ['true', '1'].includes(values.get(name) ?? ''),
    has: (name) => values.has(name),
    json(name, code) {
      const value = values.get(name);
      if (value === undefined || value === '') return undefined;
      const parsed = parseJson(value);
      if (parsed === undefined) throw new SlackError(code);
      return parsed;
    },
  };
}

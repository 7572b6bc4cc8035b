import { storable } from '../core/text.ts';
import type { Scrubber } from './scrub.ts';

const MAX_DEPTH = 8;
const MAX_VALUES = 1_000;
/** In UTF-16 units; a stack trace is shorter. */
const MAX_TEXT_LENGTH = 8_000;
const LEFT_OUT = '…';
/** The line's own; data under one of these names would stand beside it twice. */
const TAKEN_NAMES: ReadonlySet<string> = new Set(['level', 'time', 'msg']);

type Scrub = Pick<Scrubber, 'scrubText' | 'scrubWords' | 'scrubNumber'>;

/**
 * The data of a log line as plain objects, lists, numbers and scrubbed texts, so that nothing in it can break the line:
 * what is circular, deep, huge or throws when it is read is left out. Never throws.
 */
export function plainData(data: object, scrub: Scrub): object {
  let left = MAX_VALUES;

  function plain(value: unknown, depth: number): unknown {
    left -= 1;
    if (left < 0) return LEFT_OUT;
    switch (typeof value) {
      case 'string':
        return storable(scrub.scrubText(value), MAX_TEXT_LENGTH);
      case 'bigint':
        return scrub.scrubText(String(value));
      case 'number':
        return scrub.scrubNumber(value);
      case 'boolean':
        return value;
      case 'object':
        return value === null ? null : plainObject(value, depth);
      default:
        return undefined;
    }
  }

  function plainObject(value: object, depth: number): unknown {
    if (depth >= MAX_DEPTH) return LEFT_OUT;
    try {
      if (Array.isArray(value)) return value.slice(0, MAX_VALUES).map((one) => plain(one, depth + 1));
      const text = textFor(value);
      if (text !== undefined) return plain(text, depth);
      return plainEntries(value instanceof Error ? briefError(value) : value, depth);
    } catch {
      return LEFT_OUT;
    }
  }

  function plainEntries(value: object, depth: number): object {
    const entries: [string, unknown][] = [];
    for (const name of Object.keys(value)) {
      if (left < 0) break;
      entries.push([scrub.scrubWords(name), plain(read(value, name), depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  const said = plainObject(data, 0);
  if (typeof said !== 'object' || said === null) return {};
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [TAKEN_NAMES.has(name) ? `${name}_` : name, value]),
  );
}

/** What says more as a text than as an object; null for a date that is none. */
function textFor(value: object): string | null | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return value.href;
  return ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : undefined;
}

function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return LEFT_OUT;
  }
}

/** Of an error, what helps and nothing that a library hung on it: requests, headers and bodies stay out. */
function briefError(error: Error): object {
  const { message, stack, cause } = error;
  const type = error.name === 'Error' ? error.constructor.name : error.name;
  const code = 'code' in error ? error.code : undefined;
  return { type, message, code, stack, cause: cause instanceof Error ? cause : undefined };
}

/** An object of JSON as it came: nothing in it can be relied on. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @returns undefined for a text that is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lists and null are none. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first text under one of the keys that holds more than blanks. */
export function textUnder(object: JsonObject, keys: readonly string[]): string | undefined {
  const found = keys.map((key) => object[key]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found : undefined;
}

/** The value under a name that anybody may have chosen; undefined where there is none, also for `constructor` and the like. */
export function valueUnder<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

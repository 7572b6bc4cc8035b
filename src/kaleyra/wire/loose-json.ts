/** JSON as it came, in which nothing can be relied on. */
export type Loose = Readonly<Record<string, unknown>>;

export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first text under one of the keys. */
export function textUnder(entry: Loose, keys: readonly string[]): string | undefined {
  const found = keys.map((key) => entry[key]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found : undefined;
}

/**
 * The body parameters as Kaleyra's table shows them: `"John","Doe"`. How Kaleyra reads the list is not documented. Its
 * pages fit a CSV line, a JSON list without brackets and a plain split on `","`; without `"` and `\` in a value all three
 * give the same values back, so those two are refused before they get here (see `encodable.ts`).
 */
export function encodeParams(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(',');
}

/** Reads what {@link encodeParams} wrote; undefined, a field that was left out, is no parameters. */
export function decodeParams(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.slice(1, -1).split('","');
}

let names: Intl.DisplayNames | undefined;

/** A country's English name: `India` for `IN`. @param code ISO 3166; one that is none comes back as it is */
export function countryName(code: string): string {
  // Making it takes time, which no start has to wait for.
  names ??= new Intl.DisplayNames(['en'], { type: 'region' });
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

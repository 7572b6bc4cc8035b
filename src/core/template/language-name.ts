let names: Intl.DisplayNames | undefined;
/** WhatsApp has about 70 languages; codes that somebody made up must not pile up. */
const MOST_KEPT = 500;
const kept = new Map<string, string>();

/**
 * `Hindi` for `hi`, `English (United States)` for `en_US`; a code that nobody knows comes back as it is. Kept, because
 * asking costs 40 µs and a picker shows a hundred of them.
 */
export function languageName(code: string): string {
  const known = kept.get(code);
  if (known !== undefined) return known;
  const name = ask(code);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(code, name);
  return name;
}

function ask(code: string): string {
  // The first one takes 15 ms to make, which no start has to wait for.
  names ??= new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });
  try {
    const name = names.of(code.replaceAll('_', '-'));
    return name === undefined || name === code.replaceAll('_', '-') ? code : name;
  } catch {
    return code;
  }
}

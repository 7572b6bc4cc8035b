let names: Intl.DisplayNames | undefined;
/** WhatsApp has about 70 languages; made-up codes must not fill the memory. */
const MAX_REMEMBERED = 500;
const remembered = new Map<string, string>();

/**
 * `Hindi` for `hi`, `English (United States)` for `en_US`; a code that is not known comes back as it is. Remembered, because
 * asking costs 40 µs and a picker shows a hundred of them.
 */
export function languageName(code: string): string {
  const known = remembered.get(code);
  if (known !== undefined) return known;
  const name = ask(code);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(code, name);
  return name;
}

function ask(code: string): string {
  // Making it takes 15 ms, which no start has to wait for.
  names ??= new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });
  try {
    return names.of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}

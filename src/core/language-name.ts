const NAMES = new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });

/** `Hindi` for `hi`, `English (United States)` for `en_US`; a code that nobody knows comes back as it is. */
export function languageName(code: string): string {
  try {
    const name = NAMES.of(code.replaceAll('_', '-'));
    return name === undefined || name === code.replaceAll('_', '-') ? code : name;
  } catch {
    return code;
  }
}

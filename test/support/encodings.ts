import type { Encoding } from '../../src/core/list/sheet.ts';

/** The letters of Windows-1252 that are not those of Latin-1, from 0x80 on; a blank where it has none. */
const ABOVE_ASCII = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const FIRST_ABOVE_ASCII = 0x80;

/** A text as the bytes of a file, with the mark of its encoding where there is one and `withMark` asks for it. */
export function encoded(text: string, encoding: Encoding, withMark: boolean): Uint8Array {
  const marked = withMark ? `\ufeff${text}` : text;
  switch (encoding) {
    case 'UTF-8':
      return Buffer.from(marked, 'utf8');
    case 'UTF-16LE':
      return Buffer.from(marked, 'utf16le');
    case 'UTF-16BE':
      return Buffer.from(marked, 'utf16le').swap16();
    case 'Windows-1252':
      return Buffer.from([...text].map(windowsByte));
  }
}

function windowsByte(letter: string): number {
  const at = letter === ' ' ? -1 : ABOVE_ASCII.indexOf(letter);
  const code = at >= 0 ? at + FIRST_ABOVE_ASCII : (letter.codePointAt(0) ?? 0);
  if (code > 0xff) throw new TypeError(`Windows-1252 has no ${letter}`);
  return code;
}

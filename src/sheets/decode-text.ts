import type { Encoding, SheetProblem } from '../core/list/sheet.ts';
import { fail, ok, type Result } from '../core/result.ts';

export interface DecodedText {
  readonly encoding: Encoding;
  readonly text: string;
}

/** How much of a file without a mark of its encoding is looked at, in bytes. */
const LOOKED_AT = 4_096;
/** UTF-16 has a zero byte in each letter of English, and the signs of a table are such letters in any language. */
const MIN_ZERO_SHARE = 0.3;

/**
 * The text of a file: as its mark says; else UTF-16 where every other byte is zero; else UTF-8 where all of it is; else
 * Windows-1252, which Excel writes in Western Europe and America.
 */
export function decodeText(bytes: Uint8Array): Result<DecodedText, SheetProblem> {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  if (encoding !== undefined) return decodedAs(encoding, bytes);
  const text = textIn('UTF-8', bytes);
  return text === undefined ? decodedAs('Windows-1252', bytes) : ok({ encoding: 'UTF-8', text });
}

function markedEncoding([first, second, third]: Uint8Array): Encoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'UTF-8';
  if (first === 0xff && second === 0xfe) return 'UTF-16LE';
  return first === 0xfe && second === 0xff ? 'UTF-16BE' : undefined;
}

function unmarkedUtf16(bytes: Uint8Array): Encoding | undefined {
  const head = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [place, byte] of head.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (head.length / 2));
  if (odd > MIN_ZERO_SHARE && even < odd / 2) return 'UTF-16LE';
  return even > MIN_ZERO_SHARE && odd < even / 2 ? 'UTF-16BE' : undefined;
}

function decodedAs(encoding: Encoding, bytes: Uint8Array): Result<DecodedText, SheetProblem> {
  const text = textIn(encoding, bytes);
  if (text !== undefined) return ok({ encoding, text });
  const sentence = `Some of the file is ${encoding}, and some of it is not: it was cut off or joined with another file. Save it again as CSV UTF-8.`;
  return fail({ kind: 'damaged_text', sentence });
}

/** Undefined for bytes that are no text in this encoding. */
function textIn(encoding: Encoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding.toLowerCase(), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

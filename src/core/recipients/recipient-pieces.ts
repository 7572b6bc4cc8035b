/** A stretch of the typed text that is a number, a part of one, or no number at all. */
export interface Piece {
  /** Where it stands in the typed text, from its first character to behind its last. */
  readonly from: number;
  readonly to: number;
  /** What is to be read: out of its link, without the quotes and bullets around it. */
  readonly text: string;
  readonly digits: number;
  readonly hasLetters: boolean;
}

/** Pieces with only blanks, slashes or dashes between them: several may be one number. */
export type Segment = readonly Piece[];

const SEPARATORS = String.raw`\t\n\v\f\r\u0085\u2028\u2029,;|<>\\،؛、，；`;
const BLANKS = String.raw` \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\/／`;
/** WhatsApp's own links end with their number or their query, so that nothing that follows is swallowed. */
const LINK = [
  String.raw`<[a-z]+:[^<>|\n]*(?:\|[^<>\n]*)?>`,
  String.raw`(?:https?:\/\/)?(?:www\.)?wa\.me\/(?:\+|%2B)?\d+(?:\/?\?[!-+\--:=?-[\]-{}~]*)?`,
  String.raw`(?:https?|whatsapp):\/\/[^\s${SEPARATORS}]+`,
].join('|');
const TOKEN = new RegExp(
  `(?<link>${LINK})|(?<separator>[${SEPARATORS}]+)|[${BLANKS}]+|(?<word>[^${BLANKS}${SEPARATORS}]+)`,
  'giu',
);

/** A plus begins a number, with the bracket around it if there is one. */
const BEFORE_PLUS = /(?<![([（+＋])(?=[([（]?[+＋])/u;
const STARTS_WITH_PLUS = /^[(（]?[+＋]/u;
/** A dash, dot or bracket that stands alone may still be inside a number; any other sign that does is a bullet. */
const INNER_SIGN = /^[-‐‑–—.()~]*$/u;
const BETWEEN_NUMBERS = /^(?:and|tel:?)$/iu;
/** No spelling of a number is longer. */
const MAX_WORD_LENGTH = 80;

/** Cuts a list of numbers, as people paste them, where no number can go on. */
export function segmentsOf(text: string): readonly Segment[] {
  const segments: Piece[][] = [[]];
  const ordinals = ordinalsOf(text);
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    if (groups?.['link'] !== undefined) segments.push([linkPiece(token, index)], []);
    else if (groups?.['separator'] !== undefined) segments.push([]);
    else if (groups?.['word'] !== undefined && !ordinals.has(index)) addWord(segments, token, index);
  }
  return segments.filter((segment) => segment.length > 0);
}

function addWord(segments: Piece[][], word: string, index: number): void {
  let from = index;
  for (const part of word.length > MAX_WORD_LENGTH ? [word] : word.split(BEFORE_PLUS)) {
    const piece = pieceOf(part, from);
    from += part.length;
    if (piece.text === '' || BETWEEN_NUMBERS.test(piece.text)) {
      if (!INNER_SIGN.test(part)) segments.push([]);
    } else if (STARTS_WITH_PLUS.test(piece.text)) segments.push([piece]);
    else segments.at(-1)?.push(piece);
  }
}

function pieceOf(word: string, from: number): Piece {
  return pieceReading(withoutEdges(word), from, from + word.length);
}

function withoutEdges(word: string): string {
  if (word.length > MAX_WORD_LENGTH) return /[\p{L}\p{N}]/u.test(word) ? word : '';
  return word
    .replace(/^tel:/iu, '')
    .replace(/^[^\p{L}\p{N}+＋(（]+/u, '')
    .replace(/[^\p{L}\p{N})）+＋]+$/u, '');
}

/** `<tel:+919876543210|+91 98765 43210>` says one number twice; `wa.me/919876543210` has no plus but is international. */
function linkPiece(link: string, from: number): Piece {
  const target = link.replace(/^<|[|>].*$/gsu, '');
  const digits = /^(?:\w+:\/\/)?(?:www\.|api\.)?(?:wa\.me\/|[^?]*[?&]phone=)(?:\+|%2B|%20)*(\d{5,20})(?!\d)/iu.exec(
    target,
  )?.[1];
  const text = digits === undefined ? target.replace(/^(?:tel|sms|whatsapp):/iu, '') : `+${digits}`;
  return pieceReading(text, from, from + link.length);
}

function pieceReading(text: string, from: number, to: number): Piece {
  return { from, to, text, digits: text.match(/\p{Nd}/gu)?.length ?? 0, hasLetters: /\p{L}/u.test(text) };
}

/** Where a line is numbered, `1. +91 98765 43210`: before a plus, or when all lines are, counting up from 1. */
function ordinalsOf(text: string): ReadonlySet<number> {
  const numbered = [...text.matchAll(/^([^\S\n]*)([1-9]\d{0,3})[.)][^\S\n]+(?=(\S))/gmu)];
  const lines = text.match(/\S.*/gu)?.length ?? 0;
  const isCount =
    lines > 1 && numbered.length === lines && numbered.every((match, index) => Number(match[2]) === index + 1);
  const ordinals = isCount ? numbered : numbered.filter((match) => /[+＋]/u.test(match[3] ?? ''));
  return new Set(ordinals.map((match) => match.index + (match[1]?.length ?? 0)));
}

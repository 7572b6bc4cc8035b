import { plainCharacters, withoutInvisible } from './plain-characters.ts';

/** A stretch of the typed text that is a number, a part of one, or no number at all. */
export interface NumberPart {
  /** Where it stands in the typed text, from its first character to behind its last. */
  readonly from: number;
  readonly to: number;
  /** What is to be read: out of its link, without the quotes and bullets around it. */
  readonly text: string;
  /** What parts it from the part before it in its segment: blanks, slashes, dashes, dots and brackets. */
  readonly before: string;
  readonly digits: number;
  readonly hasLetters: boolean;
}

/** Parts with only blanks, slashes or dashes between them: several may be one number. There may be none. */
export type Segment = readonly NumberPart[];

const SEPARATORS = String.raw`\t\n\v\f\r\u0085\u2028\u2029,;|<>\\،؛、`;
const BLANKS = String.raw` \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\/`;
/** WhatsApp's own links end with their number or their query, so that nothing that follows is swallowed. */
const LINK = [
  String.raw`<[a-z]+:[^<>|\n]*(?:\|[^<>\n]*)?>`,
  String.raw`(?:https?:\/\/)?(?:www\.)?wa\.me\/(?:\+|%2B)?\d+(?:\/?\?[!-+\--:=?-[\]-{}~]*)?`,
  String.raw`(?:https?|whatsapp):\/\/[^\s${SEPARATORS}]+`,
].join('|');
/** `9.19812E+11` and `9,19812E+11`: its comma and its plus belong to it. */
const SCIENTIFIC = String.raw`(?<![\p{L}\p{N}])\+?\d(?:[.,]\d+)?E\+?\d{1,2}(?![\p{L}\p{N}])`;
const TOKEN = new RegExp(
  `(?<link>${LINK})|(?<whole>${SCIENTIFIC})|(?<separator>[${SEPARATORS}]+)|(?<blank>[${BLANKS}]+)|(?<word>[^${BLANKS}${SEPARATORS}]+)`,
  'giu',
);

/** Spreadsheets of half the world write `62812345678,0`; its comma parts nothing. */
const DECIMAL_COMMA = /(?<=\d{7}),(?=0{1,3}\s*(?:$|[\t\n\r;|]))/gm;
/** A plus begins a number, with the bracket around it if there is one. */
const BEFORE_PLUS = /(?<![([+])(?=[([]?\+)/u;
const STARTS_WITH_PLUS = /^[([]?\+/u;
/** A dash, dot or bracket may be inside a number; any other sign around a word is a bullet or a quote, and parts numbers. */
const INNER_SIGNS = /^[-‐-―−.()[\]~]*$/u;
const EDGES = /^(?<lead>(?:tel:|[^\p{L}\p{N}+(])*)(?<text>.*?)(?<trail>[^\p{L}\p{N})+]*)$/isu;
const BETWEEN_NUMBERS = /^(?:and|tel:?)$/iu;
/** No spelling of a number is longer. */
const MAX_WORD_LENGTH = 80;

/** The segments under way: `gap` is what was passed over since the last part. */
interface Cutting {
  readonly segments: NumberPart[][];
  gap: string;
}

/** Cuts a list of numbers, as people paste them, where no number can go on. */
export function segmentsOf(typed: string): readonly Segment[] {
  const text = plainCharacters(typed).replace(DECIMAL_COMMA, '.');
  const cutting: Cutting = { segments: [[]], gap: '' };
  const ordinals = ordinalsOf(text);
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    if (groups?.['link'] !== undefined) addAlone(cutting, linkText(token), token, index);
    else if (groups?.['whole'] !== undefined) addAlone(cutting, token, token, index);
    else if (groups?.['separator'] !== undefined) beginSegment(cutting);
    else if (groups?.['blank'] !== undefined) cutting.gap += token;
    else if (!ordinals.has(index)) addWord(cutting, token, index);
  }
  return cutting.segments;
}

function beginSegment(cutting: Cutting): void {
  cutting.segments.push([]);
  cutting.gap = '';
}

function addAlone(cutting: Cutting, text: string, token: string, from: number): void {
  beginSegment(cutting);
  addNumberPart(cutting, text, from, from + token.length);
  beginSegment(cutting);
}

function addWord(cutting: Cutting, word: string, index: number): void {
  let from = index;
  for (const token of word.length > MAX_WORD_LENGTH ? [word] : word.split(BEFORE_PLUS)) {
    addToken(cutting, token, from);
    from += token.length;
  }
}

function addToken(cutting: Cutting, token: string, from: number): void {
  const { lead, text, trail } = withoutEdges(token);
  if (text === '' || BETWEEN_NUMBERS.test(text)) {
    if (INNER_SIGNS.test(lead + text + trail)) cutting.gap += lead + trail;
    else beginSegment(cutting);
    return;
  }
  if (STARTS_WITH_PLUS.test(text) || !INNER_SIGNS.test(lead)) beginSegment(cutting);
  cutting.gap += lead;
  addNumberPart(cutting, text, from, from + token.length);
  if (INNER_SIGNS.test(trail)) cutting.gap = trail;
  else beginSegment(cutting);
}

function addNumberPart(cutting: Cutting, text: string, from: number, to: number): void {
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  const part = { from, to, text, before: cutting.gap, digits, hasLetters: /\p{L}/u.test(text) };
  cutting.segments.at(-1)?.push(part);
}

function withoutEdges(word: string): { readonly lead: string; readonly text: string; readonly trail: string } {
  if (word.length > MAX_WORD_LENGTH) {
    return /[\p{L}\p{N}]/u.test(word) ? { lead: '', text: word, trail: '' } : { lead: word, text: '', trail: '' };
  }
  const { lead = '', text = '', trail = '' } = EDGES.exec(word)?.groups ?? {};
  return { lead: withoutInvisible(lead), text, trail: withoutInvisible(trail) };
}

/**
 * `<tel:+919876543210|+91 98765 43210>` says one number twice; its label tells how the digits were typed.
 * `wa.me/919876543210` has no plus but is international.
 */
function linkText(link: string): string {
  const [target = '', label = ''] = link.replace(/^<|>.*$/gsu, '').split('|');
  if (/^tel:/iu.test(target) && label.replace(/\D/g, '') === target.replace(/\D/g, '')) return label;
  const digits = /^(?:\w+:\/\/)?(?:www\.|api\.)?(?:wa\.me\/|[^?]*[?&]phone=)(?:\+|%2B|%20)*(\d{5,20})(?!\d)/iu.exec(
    target,
  )?.[1];
  return digits === undefined ? target.replace(/^(?:tel|sms|whatsapp):/iu, '') : `+${digits}`;
}

/** Where a line is numbered, `1. +91 98765 43210`: before a plus, or when all lines are, counting up from 1. */
function ordinalsOf(text: string): ReadonlySet<number> {
  const numbered = [...text.matchAll(/^([^\S\n]*)([1-9]\d{0,3})[.)][^\S\n]+(?=(\S))/gmu)];
  const lines = text.match(/\S.*/gu)?.length ?? 0;
  const isCount =
    lines > 1 && numbered.length === lines && numbered.every((match, index) => Number(match[2]) === index + 1);
  const ordinals = isCount ? numbered : numbered.filter((match) => match[3] === '+');
  return new Set(ordinals.map((match) => match.index + (match[1]?.length ?? 0)));
}

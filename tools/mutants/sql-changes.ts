import type { Edit } from './changes.ts';
import { type Node, nodeAt } from './syntax.ts';

/** Where one condition of a `where` or an `on` ends, besides a bracket that closes. */
const ENDS =
  /^(?:and|or|order by|group by|limit|returning|union|window|set|when|then|else|end|join|cross join|left join)\b/;
const BEGINS = /\b(?:where|on|and|or|when)\s+(?!conflict)/g;
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/<=/g, '<'],
  [/(?<![-<>])>(?![=>])/g, '>='],
  [/(?<![<>])<(?![=<>])/g, '<='],
  [/\bmin\(/g, 'max('],
  [/\bmax\(/g, 'min('],
  [/\bnot exists\b/g, 'exists'],
  [/\bis not null\b/g, 'is null'],
  [/\bis null\b/g, 'is not null'],
  [/ desc\b/g, ' asc'],
];

/** The database's clock. Against it `<` and `<=` differ in one moment, which no test can hit. */
const NOW = /^\s*\$\{(?:engine\.)?now\}/;

/** The changes of a statement in a template tagged `sql`: conditions left out, comparisons and orders turned. */
export function sqlChanges(node: Node, text: string): readonly Edit[] {
  const { start, end } = nodeAt(node, 'quasi') ?? node;
  const whole = hideCode(text.slice(start, end));
  const conditions = [...whole.matchAll(BEGINS)].flatMap((match) => {
    const from = match.index + match[0].length;
    const until = endOf(whole, from);
    if (until <= from || isBetween(whole, match.index)) return [];
    const said = text.slice(start + from, start + until).replace(/\s+/g, ' ');
    return [{ start: start + from, end: start + until, text: 'true', what: `SQL ${said} → true` }];
  });
  const swaps = SWAPS.flatMap(([pattern, after]) =>
    [...whole.matchAll(pattern)].flatMap((match) => {
      const from = start + match.index;
      const until = from + match[0].length;
      if (/[<>]/.test(match[0]) && NOW.test(text.slice(until, end))) return [];
      return [{ start: from, end: until, text: after, what: `SQL ${match[0].trim()} → ${after.trim()}` }];
    }),
  );
  return [...conditions, ...swaps];
}

/** The same length, with what is filled in made harmless: its words are no SQL. */
function hideCode(text: string): string {
  let depth = 0;
  return text.replace(/\$\{|[{}]|[^{}$]+|\$/g, (piece) => {
    const wasInside = depth > 0;
    if (piece === '${' || (piece === '{' && wasInside)) depth += 1;
    if (piece === '}' && wasInside) depth -= 1;
    return wasInside || depth > 0 ? '_'.repeat(piece.length) : piece;
  });
}

function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0 || character === '`') return trimmed(text, from, at);
    if (depth === 0 && /\s/.test(text[at - 1] ?? '') && ENDS.test(text.slice(at))) return trimmed(text, from, at);
  }
  return trimmed(text, from, text.length);
}

function trimmed(text: string, from: number, until: number): number {
  return from + text.slice(from, until).trimEnd().length;
}

/** `between a and b` has an `and` of its own. */
function isBetween(text: string, at: number): boolean {
  return /\bbetween\s+\S+\s*$/.test(text.slice(0, at)) && text.startsWith('and', at);
}

/** Formatted text within a line, whatever notation it came in. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly content: readonly Inline[] }
  | { readonly kind: 'user' | 'channel' | 'usergroup' | 'broadcast'; readonly id: string; readonly label?: string }
  | { readonly kind: 'emoji'; readonly name: string; readonly sign: string | undefined }
  | {
      readonly kind: 'date';
      readonly timestamp: number;
      readonly format: string;
      readonly url: string | undefined;
      readonly fallback: string;
    };

/** A way to read what stands at one place of a text. `pattern` is sticky. */
export interface Token {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => Inline | undefined;
}

/** Reads `text` from left to right: the first token that fits wins, what fits none is plain text. */
export function scan(text: string, tokens: readonly Token[], plain: (text: string) => string): readonly Inline[] {
  const found: Inline[] = [];
  let at = 0;
  let from = 0;
  const flush = () => {
    if (at > from) found.push({ kind: 'text', text: plain(text.slice(from, at)) });
  };
  while (at < text.length) {
    const token = readAt(text, at, tokens);
    if (token === undefined) {
      at += 1;
      continue;
    }
    flush();
    found.push(token.inline);
    at = token.end;
    from = at;
  }
  flush();
  return found;
}

function readAt(text: string, at: number, tokens: readonly Token[]): { inline: Inline; end: number } | undefined {
  for (const { pattern, read } of tokens) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    // Reading may use the same patterns again, so where this one ended is told by its match.
    const inline = read(match);
    if (inline !== undefined) return { inline, end: at + match[0].length };
  }
  return undefined;
}

export const LINE_BREAK: Token = { pattern: /\n/y, read: () => ({ kind: 'break' }) };

export const CODE: Token = { pattern: /`([^`\n]+)`/y, read: ([, text = '']) => ({ kind: 'code', text }) };

const ADDRESS_END = String.raw`[^\s<>"'.,;:!?)\]*_~]`;

/** An address that stands in the text as it is. */
export const ADDRESS: Token = {
  pattern: new RegExp(String.raw`https?:\/\/[^\s<>]*${ADDRESS_END}`, 'y'),
  read: ([url]) => ({ kind: 'link', url, content: [{ kind: 'text', text: url }] }),
};

/** A mark counts only at the edge of a word, and never inside code or angle brackets. */
const MARKS = [
  ['bold', /(?<![\p{L}\p{N}*])\*(?=\S)((?:[^*\n<`]|<[^<>\n]*>|`[^`\n]+`)*?(?<=\S))\*(?![\p{L}\p{N}*])/uy],
  ['italic', /(?<![\p{L}\p{N}_])_(?=\S)((?:[^_\n<`]|<[^<>\n]*>|`[^`\n]+`)*?(?<=\S))_(?![\p{L}\p{N}_])/uy],
  ['strike', /(?<![\p{L}\p{N}~])~(?=\S)((?:[^~\n<`]|<[^<>\n]*>|`[^`\n]+`)*?(?<=\S))~(?![\p{L}\p{N}~])/uy],
] as const;

/** `*bold*`, `_italic_` and `~strike~` as chat tools read them: `snake_case_name` and `2*3*4` stay as they are. */
export function markTokens(inside: (text: string) => readonly Inline[]): readonly Token[] {
  return MARKS.map(([kind, pattern]) => ({
    pattern,
    read: ([, content = '']) => (content === '' ? undefined : { kind, content: inside(content) }),
  }));
}

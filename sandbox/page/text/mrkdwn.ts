import { emojiSign } from './emoji.ts';
import { ADDRESS, CODE, type Inline, LINE_BREAK, markTokens, scan, type Token } from './inline.ts';

/** A message text cut into what stands by itself. */
export type Passage =
  | { readonly kind: 'lines' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string };

/**
 * Reads Slack's own notation (docs.slack.dev/messaging/formatting-message-text).
 * Only `&amp;`, `&lt;` and `&gt;` are escapes; everything else stands for itself, so nothing in it can become HTML.
 */
export function parseMrkdwn(
  text: string,
  options: { readonly verbatim: boolean } = { verbatim: false },
): readonly Passage[] {
  return text.split(/```/).flatMap((part, index, parts): readonly Passage[] => {
    const isFenced = index % 2 === 1 && index < parts.length - 1;
    if (isFenced) return [{ kind: 'preformatted', text: unescapeText(part.replace(/^\n|\n$/g, '')) }];
    const open = index % 2 === 1 ? `\`\`\`${part}` : part;
    return linesAndQuotes(trimBesideFence(open, index, parts.length), options.verbatim);
  });
}

/** `plain_text`: nothing but emoji and line breaks. */
export function parsePlainText(text: string, emoji: boolean): readonly Inline[] {
  return scan(text, emoji ? [LINE_BREAK, EMOJI] : [LINE_BREAK], (plain) => plain);
}

/** Around words, not inside one: `booking_confirm` is no mark. */
const MARKED = /(?<![\p{L}\p{N}])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gsu;

/** The text alone, for titles and notifications. @param nameOf a user's name, where it is known */
export function flattenMrkdwn(text: string, nameOf: (userId: string) => string | undefined): string {
  const mentions = text.replace(/<@([A-Z0-9]+)>/g, (_, id: string) => `@${nameOf(id) ?? id}`);
  const links = mentions.replace(/<(?:[^<>|]*\|)?([^<>|]+)>/g, '$1');
  return unescapeText(links.replace(MARKED, '$2').replace(MARKED, '$2')).replace(/\s+/g, ' ').trim();
}

function trimBesideFence(text: string, index: number, count: number): string {
  const head = index > 0 ? text.replace(/^\n/, '') : text;
  return index < count - 1 ? head.replace(/\n$/, '') : head;
}

const QUOTE_MARK = /^(?:>|&gt;) ?/;

function linesAndQuotes(text: string, verbatim: boolean): readonly Passage[] {
  if (text === '') return [];
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const isQuote = QUOTE_MARK.test(line);
    const last = runs.at(-1);
    const content = isQuote ? line.replace(QUOTE_MARK, '') : line;
    if (last?.isQuote === isQuote) last.lines.push(content);
    else runs.push({ isQuote, lines: [content] });
  }
  return runs.map(({ isQuote, lines }) => ({
    kind: isQuote ? 'quote' : 'lines',
    content: parseInline(lines.join('\n'), verbatim),
  }));
}

function parseInline(text: string, verbatim: boolean): readonly Inline[] {
  const inside = (content: string) => parseInline(content, verbatim);
  const tokens = [LINE_BREAK, ESCAPED_CODE, ANGLE, EMOJI, ...markTokens(inside)];
  return scan(text, verbatim ? tokens : [...tokens, BARE_ADDRESS], unescapeText);
}

function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

const ESCAPED_CODE: Token = {
  pattern: CODE.pattern,
  read: ([, text = '']) => ({ kind: 'code', text: unescapeText(text) }),
};

const BARE_ADDRESS: Token = {
  pattern: ADDRESS.pattern,
  read: ([address]) => link(unescapeText(address), undefined),
};

const EMOJI: Token = {
  pattern: /:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/y,
  read: ([, name = '']) => {
    const sign = emojiSign(name);
    return sign === undefined ? undefined : { kind: 'emoji', name, sign };
  },
};

const ANGLE: Token = {
  pattern: /<([^<>\n]+)>/y,
  read: ([, inner = '']) => {
    const bar = inner.indexOf('|');
    const target = bar < 0 ? inner : inner.slice(0, bar);
    const label = bar < 0 ? undefined : unescapeText(inner.slice(bar + 1));
    return readAngle(target, label);
  },
};

function readAngle(target: string, label: string | undefined): Inline {
  const rest = target.slice(1);
  const named = label === undefined ? {} : { label };
  if (/^@[A-Z0-9]+$/.test(target)) return { kind: 'user', id: rest, ...named };
  if (/^#[A-Z0-9]+$/.test(target)) return { kind: 'channel', id: rest, ...named };
  if (target.startsWith('!')) return readSpecial(rest, label);
  return link(unescapeText(target), label);
}

function readSpecial(target: string, label: string | undefined): Inline {
  const [name = '', first = '', format = '', url] = target.split('^');
  if (name === 'date') {
    return { kind: 'date', timestamp: Number(first), format, url, fallback: label ?? first };
  }
  const named = label === undefined ? {} : { label };
  if (name === 'subteam') return { kind: 'usergroup', id: first, ...named };
  return { kind: 'broadcast', id: name, ...named };
}

function link(url: string, label: string | undefined): Inline {
  const shown = label ?? url.replace(/^(?:mailto|tel):/, '');
  return { kind: 'link', url, content: [{ kind: 'text', text: shown }] };
}

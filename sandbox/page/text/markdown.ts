import { CODE, type Inline, LINE_BREAK, scan, type Token } from './inline.ts';

export type MarkdownPassage =
  | { readonly kind: 'heading' | 'lines' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'preformatted'; readonly text: string }
  | { readonly kind: 'rule' };

/** Reads the part of standard Markdown that the `markdown` block shows: headings, lists, quotes, code, emphasis, links. */
export function parseMarkdown(text: string): readonly MarkdownPassage[] {
  return text.split(/^```[^\n]*$/m).flatMap((part, index): readonly MarkdownPassage[] => {
    if (index % 2 === 1) return [{ kind: 'preformatted', text: part.replace(/^\n|\n$/g, '') }];
    return part.split(/\n{2,}/).flatMap((paragraph) => runsOf(paragraph.replace(/^\n+|\n+$/g, '')).map(readRun));
  });
}

const BULLET = /^\s*[-*+] +/;
const NUMBER = /^\s*\d+[.)] +/;
const QUOTE = /^> ?/;
const HEADING = /^#{1,6} +/;
const RULE = /^(?:-{3,}|\*{3,})$/;
const STARTS = [RULE, HEADING, QUOTE, BULLET, NUMBER];

interface Run {
  readonly start: RegExp | undefined;
  readonly lines: string[];
}

/** Lines of one kind that stand together. */
function runsOf(paragraph: string): readonly Run[] {
  const runs: Run[] = [];
  for (const line of paragraph === '' ? [] : paragraph.split('\n')) {
    const start = STARTS.find((pattern) => pattern.test(line));
    const last = runs.at(-1);
    if (last !== undefined && last.start === start && start !== HEADING) last.lines.push(line);
    else runs.push({ start, lines: [line] });
  }
  return runs;
}

function readRun({ start, lines }: Run): MarkdownPassage {
  const bare = start === undefined ? lines : lines.map((line) => line.replace(start, ''));
  if (start === RULE) return { kind: 'rule' };
  if (start === BULLET || start === NUMBER) {
    return { kind: 'list', isOrdered: start === NUMBER, items: bare.map(parseInline) };
  }
  const content = parseInline(bare.join('\n'));
  if (start === HEADING) return { kind: 'heading', content };
  return { kind: start === QUOTE ? 'quote' : 'lines', content };
}

const LINK: Token = {
  pattern: /\[([^\]\n]+)\]\(([^\s()]+)\)/y,
  read: ([, label = '', url = '']) => ({ kind: 'link', url, content: [{ kind: 'text', text: label }] }),
};

const EMPHASIS: readonly Token[] = [
  {
    pattern: /\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/y,
    read: ([, text = '']) => ({ kind: 'bold', content: parseInline(text) }),
  },
  { pattern: /~~(?=\S)([^\n]+?)(?<=\S)~~/y, read: ([, text = '']) => ({ kind: 'strike', content: parseInline(text) }) },
  {
    pattern: /(?<![\p{L}\p{N}])([*_])(?=\S)([^\n]+?)(?<=\S)\1(?![\p{L}\p{N}])/uy,
    read: ([, , text = '']) => ({ kind: 'italic', content: parseInline(text) }),
  },
];

function parseInline(text: string): readonly Inline[] {
  return scan(text, [LINE_BREAK, CODE, LINK, ...EMPHASIS], (plain) => plain);
}

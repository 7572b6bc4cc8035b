import { bodySlots, fillPlaceholders, type Template } from '../template.ts';

/** A run of text that looks the same from end to end on the phone. */
export interface TextSpan {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

type Style = Omit<TextSpan, 'text'>;

const STYLES = { '*': { bold: true }, _: { italic: true }, '~': { strike: true } } as const satisfies Record<
  string,
  Style
>;
type Mark = keyof typeof STYLES;

const CODE = /```([\s\S]+?)```|`([^`\n]+)`/g;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const SPACE = /\s/;

/**
 * Reads `*bold*`, `_italic_`, `~strike~`, `` `code` `` and ```` ```mono``` ```` as WhatsApp does: marks count only at the edge of a word, close on
 * the line where they open, may nest, and mean nothing inside code. A mark without its partner stays as it was typed.
 *
 * @returns spans whose texts, joined, are `text` without the marks that took effect; in time linear in `text`.
 */
export function parseWhatsAppText(text: string): readonly TextSpan[] {
  const codes = codesIn(text);
  const closers = closersIn(text, codes);

  const runAt = (at: number, to: number, style: Style): Run | undefined => {
    const code = codes.get(at);
    if (code !== undefined) return { spans: [{ text: code.text, ...style, code: true }], end: code.end };
    const mark = openingMark(text, at);
    if (mark === undefined) return undefined;
    const closer = closers[mark][at + 2];
    if (closer === undefined || closer >= to) return undefined;
    return { spans: spansOf(at + 1, closer, { ...style, ...STYLES[mark] }), end: closer + 1 };
  };

  const spansOf = (from: number, to: number, style: Style): TextSpan[] => {
    const spans: TextSpan[] = [];
    let plainFrom = from;
    let at = from;
    while (at < to) {
      const run = runAt(at, to, style);
      if (run === undefined) {
        at += 1;
        continue;
      }
      for (const span of [...plain(text.slice(plainFrom, at), style), ...run.spans]) spans.push(span);
      at = run.end;
      plainFrom = at;
    }
    return [...spans, ...plain(text.slice(plainFrom, to), style)];
  };

  return spansOf(0, text.length, {});
}

/** A marked part of the text, and where the text goes on behind it. */
interface Run {
  readonly spans: readonly TextSpan[];
  readonly end: number;
}

function plain(text: string, style: Style): TextSpan[] {
  return text === '' ? [] : [{ text, ...style }];
}

interface CodeRun {
  readonly text: string;
  readonly end: number;
}

/** Code runs by where they start. They bind tighter than any other mark. */
function codesIn(text: string): ReadonlyMap<number, CodeRun> {
  const runs = new Map<number, CodeRun>();
  for (const match of text.matchAll(CODE)) {
    runs.set(match.index, { text: match[1] ?? match[2] ?? '', end: match.index + match[0].length });
  }
  return runs;
}

type Closers = Readonly<Record<Mark, readonly (number | undefined)[]>>;

/** For each place in `text`, where the next mark of each kind is that may close one on the same line. */
function closersIn(text: string, codes: ReadonlyMap<number, CodeRun>): Closers {
  const inCode = codePlaces(text, codes);
  const closers: Record<Mark, (number | undefined)[]> = { '*': [], _: [], '~': [] };
  const next: Record<Mark, number | undefined> = { '*': undefined, _: undefined, '~': undefined };
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const char = text.charAt(at);
    if (char === '\n') next['*'] = next['_'] = next['~'] = undefined;
    else if (isMark(char) && !inCode[at] && mayClose(text, at)) next[char] = at;
    for (const mark of Object.keys(closers) as Mark[]) closers[mark][at] = next[mark];
  }
  return closers;
}

function codePlaces(text: string, codes: ReadonlyMap<number, CodeRun>): readonly boolean[] {
  const places = new Array<boolean>(text.length).fill(false);
  for (const [start, { end }] of codes) places.fill(true, start, end);
  return places;
}

function isMark(char: string): char is Mark {
  return char in STYLES;
}

function openingMark(text: string, at: number): Mark | undefined {
  const char = text.charAt(at);
  if (!isMark(char)) return undefined;
  const after = text.charAt(at + 1);
  const isOpen = !WORD.test(text.charAt(at - 1)) && after !== '' && after !== char && !SPACE.test(after);
  return isOpen ? char : undefined;
}

function mayClose(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return before !== '' && !SPACE.test(before) && !WORD.test(text.charAt(at + 1));
}

/** The body with each empty place named by what belongs there: `Your booking ⟨Booking number⟩ is confirmed.` */
export function bodyWithLabels({ body }: Pick<Template, 'body'>): string {
  const labels = new Map(bodySlots(body).map(({ name, label }) => [name, label]));
  return fillPlaceholders(body.text, (name) => `⟨${labels.get(name) ?? name}⟩`);
}

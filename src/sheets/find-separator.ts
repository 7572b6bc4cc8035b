import { SEPARATORS, type Separator } from '../core/list/sheet.ts';
import { soundRows } from './quotes.ts';
import { eachRecord } from './records.ts';

/** Of the text, to guess by. */
const MAX_HEAD_LENGTH = 65_536;

/** Excel's own first line, `sep=;`; it shows no row for it. */
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?[,;\t|]*(?:\n|$)/i;
/** The last two columns of our report of problems. */
const REPORT_END = /^[^\n]*?(?:^|[,;\t|])"?row"?([,;\t|])"?problem"?(?:\n|$)/;

export interface Separated {
  readonly separator: Separator;
  /** Without the line that names the separator. */
  readonly text: string;
}

/**
 * The separator that the file names itself; else the one that gives the first row two cells or more, and the most rows as
 * many as the first. A text with one column has a comma.
 */
export function findSeparator(text: string): Separated {
  const [line, named] = SEPARATOR_LINE.exec(text) ?? [];
  if (line !== undefined && isSeparator(named)) return { separator: named, text: text.slice(line.length) };
  const [, ofReport] = REPORT_END.exec(text) ?? [];
  if (isSeparator(ofReport)) return { separator: ofReport, text };
  const head = headOf(text);
  const guesses = SEPARATORS.map((separator) => ({ separator, ...tableBy(separator, head) }));
  const [best] = guesses
    .filter(({ width }) => width > 1)
    .sort(
      (a, b) =>
        b.evenShare - a.evenShare || Number(b.separator === '\t') - Number(a.separator === '\t') || b.width - a.width,
    );
  return { separator: best?.separator ?? ',', text };
}

function isSeparator(text: string | undefined): text is Separator {
  return SEPARATORS.some((separator) => separator === text);
}

/** Whole lines only, where the text is longer. */
function headOf(text: string): string {
  if (text.length <= MAX_HEAD_LENGTH) return text;
  const end = text.lastIndexOf('\n', MAX_HEAD_LENGTH);
  return text.slice(0, end < 0 ? MAX_HEAD_LENGTH : end);
}

/** How many cells the first row has, and which share of the rows has as many. */
function tableBy(separator: Separator, head: string): { readonly width: number; readonly evenShare: number } {
  const lengths: number[] = [];
  const { end } = soundRows(head, separator);
  eachRecord(head.slice(0, end), { separator, hasQuotes: true }, ({ cells }) => {
    if (cells.some((cell) => cell.trim() !== '')) lengths.push(cells.length);
    return true;
  });
  const [width = 0] = lengths;
  const rows = lengths.length + (end < head.length ? 1 : 0);
  return { width, evenShare: lengths.filter((length) => length === width).length / Math.max(1, rows) };
}

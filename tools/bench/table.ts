import type { Measured, Result } from './result.ts';
import { isMet } from './result.ts';

const HEAD = ['row', 'work', 'ours', 'against', 'ratio (spread)', 'goal', 'met'];

/** The results as lines of a Markdown table with aligned columns. */
export function tableOf(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(HEAD), rule, ...rows.slice(1).map(line)].join('\n');
}

function cells({ row, work, ours, against, ratio, goal }: Result): string[] {
  return [
    row,
    work,
    figure(ours),
    against === undefined ? '–' : `${against.name}: ${figure(against)}`,
    ratio === undefined ? '–' : `${short(ratio.median)} (${short(ratio.low)}–${short(ratio.high)})`,
    goal?.text ?? '–',
    goal === undefined ? '–' : metWord(isMet(goal)),
  ];
}

function metWord(met: boolean): string {
  return met ? 'yes' : 'NO';
}

function figure({ value, unit }: Pick<Measured, 'value' | 'unit'>): string {
  return `${short(value)} ${unit}`.trim();
}

function short(value: number): string {
  if (!Number.isFinite(value)) return '?';
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return String(Number(value.toFixed(digits)));
}

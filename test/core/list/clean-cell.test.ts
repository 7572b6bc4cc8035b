import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCell, defusedCell } from '../../../src/core/list/clean-cell.ts';
import { csvLine } from '../../../src/core/list/csv-line.ts';

const SIGNS = '=+-@＝＋－＠';
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...`aB1 ,;\t"'\n${SIGNS}`), maxLength: 12 }),
  fc.constantFrom("hi;=cmd|'/C calc'!A0;", '＝1+1', ";'=1", "';;@x"),
);

describe('a cell of a file that people download', () => {
  it.each([';', '\t'])('begins no formula where a spreadsheet divides cells by %j, in quotes or not', (divider) => {
    fc.assert(
      fc.property(fc.array(text.map(cleanCell), { minLength: 1, maxLength: 4 }), (cells) => {
        const line = csvLine(cells.map(defusedCell), ',');

        for (const cell of line.split(divider)) expect(SIGNS).not.toContain(cell.charAt(0) || 'nothing');
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads as what it was', () => {
    fc.assert(
      fc.property(text.map(cleanCell), (cell) => {
        expect(cleanCell(defusedCell(cell))).toBe(cell);
      }),
      { numRuns: 1_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { columnLetter, columnName, formSentence } from '../../../src/core/list/sheet.ts';

describe('a column of a sheet', () => {
  it('has the letters of a spreadsheet', () => {
    const letters = [0, 1, 25, 26, 27, 51, 52, 701, 702, 16_383].map(columnLetter);

    expect(letters).toEqual(['A', 'B', 'Z', 'AA', 'AB', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD']);
  });

  it('is called by its name where it has one', () => {
    expect(columnName({ letter: 'C', name: 'Amount' })).toBe('column C (Amount)');
    expect(columnName({ letter: 'C', name: '' })).toBe('column C');
  });
});

describe('how a sheet was read', () => {
  const column = { index: 0, letter: 'A', name: 'Phone' };

  it.each([
    [{ encoding: 'UTF-8', separator: ',' }, 2, 'Read as UTF-8, separated by commas.'],
    [{ encoding: 'Windows-1252', separator: ';' }, 2, 'Read as Windows-1252, separated by semicolons.'],
    [{ encoding: undefined, separator: '\t' }, 3, 'Read as pasted rows, separated by tabs.'],
    [{ encoding: 'UTF-16LE', separator: '|' }, 2, 'Read as UTF-16LE, separated by vertical bars.'],
    [{ encoding: 'UTF-8', separator: ',' }, 1, 'Read as UTF-8, one column.'],
  ] as const)('is said: %j, %i columns', (form, columns, sentence) => {
    expect(formSentence({ form, columns: Array.from({ length: columns }, () => column) })).toBe(sentence);
  });
});

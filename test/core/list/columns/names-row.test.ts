import { describe, expect, it } from 'vitest';
import { extraColumns, namesProblem, unnamedColumn } from '../../../../src/core/list/columns/names-row.ts';
import { columnLetter, type Sheet } from '../../../../src/core/list/sheet.ts';
import { BOOKING } from '../../../support/sends.ts';

function sheetOf(names: readonly string[], ...rows: readonly (readonly string[])[]): Sheet {
  return {
    form: { encoding: 'UTF-8', separator: ';' },
    columns: names.map((name, index) => ({ index, letter: columnLetter(index), name })),
    rows: rows.map((cells, at) => ({ number: at + 2, cells })),
  };
}

describe('a first row that is a person’s', () => {
  it('is told with a line of names to copy, in the order of the columns', () => {
    const sheet = sheetOf(['Asha', '+919876543210', 'BK-1', 'x', 'y', 'z'], ['Ben', '+919876543211', 'BK-2']);

    expect(namesProblem(sheet, BOOKING)?.sentence).toMatch(
      /in the order of your columns, like this: Guest;phone;Booking number;View;payload 1;column F$/,
    );
  });

  it('is one whose column has numbers in half of the rows at least', () => {
    const numbers = (count: number, of: number) =>
      sheetOf(['+919876543210'], ...Array.from({ length: of }, (_, at) => [at < count ? `+91987654321${at}` : 'none']));

    expect(namesProblem(numbers(1, 2), BOOKING)).toMatchObject({ kind: 'no_names' });
    expect(namesProblem(numbers(1, 3), BOOKING)).toBeUndefined();
    expect(namesProblem(sheetOf(['Phone'], ['+919876543210']), BOOKING)).toBeUndefined();
  });
});

describe('a column without a name', () => {
  const phone = { index: 2, letter: 'C', name: '' };

  it('is told when most rows have a cell in it', () => {
    const rows = (count: number, of: number) =>
      sheetOf(['Phone', ''], ...Array.from({ length: of }, (_, at) => ['+919876543210', at < count ? 'x' : '']));

    expect(unnamedColumn(rows(2, 3), undefined)?.sentence).toMatch(/^Column B has values and no name/);
    expect(unnamedColumn(rows(2, 4), undefined)).toBeUndefined();
  });

  it('is one to the right of the last name that is not the phone’s', () => {
    const { columns } = sheetOf(['Name', '', 'Code', '', '']);

    expect(extraColumns(columns, undefined).map(({ letter }) => letter)).toEqual(['D', 'E']);
    expect(extraColumns(columns, columns[3]).map(({ letter }) => letter)).toEqual(['E']);
    expect(extraColumns(columns, phone).map(({ letter }) => letter)).toEqual(['D', 'E']);
  });
});

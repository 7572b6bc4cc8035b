import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/core/list/csv-line.ts';
import { problemReport } from '../../../src/core/list/problem-report.ts';
import type { Separator } from '../../../src/core/list/sheet.ts';
import { encoded } from '../../support/encodings.ts';
import { planOf, sheetOf, templateOf } from '../../support/sheets.ts';

const NAME = templateOf('name');
const PHONE = '+91 98765 43210';

describe('the report of problems', () => {
  it('has the person’s own columns, and then what is wrong with each row', () => {
    const sheet = sheetOf(`City;phone;name\nPune;${PHONE};Asha\n\nGoa;98765;#N/A\n`);
    const report = problemReport(sheet, planOf(sheet, NAME), 'all');

    expect(report.split('\r\n')).toEqual([
      '\ufeffCity;phone;name;row;problem',
      "Pune;'+91 98765 43210;Asha;2;",
      expect.stringMatching(
        /^Goa;98765;#N\/A;4;Column B \(phone\): “98765” .*Column C \(name\): #N\/A is a formula without a result\..*$/,
      ),
      '',
    ]);
  });

  it('may be of the rows that are left out only', () => {
    const sheet = sheetOf(`phone,name\n${PHONE},Asha\nx,Ravi\n+44 7400 123456,2026-11-23 00:00:00\n`);
    const report = sheetOf(problemReport(sheet, planOf(sheet, NAME), 'left_out'));

    expect(report.rows.map(({ cells }) => cells)).toEqual([['x', 'Ravi']]);
  });

  it('says of every row what is said of several rows once', () => {
    const rows = Array.from({ length: 5 }, (_, at) => `+91987654321${at},n\n`).join('');
    const sheet = sheetOf(`phone,name\n${rows}`);
    const report = problemReport(sheet, planOf(sheet, NAME), 'all');

    expect(report.match(/The numbers go up by one/g)).toHaveLength(5);
  });

  it('has no cell that a spreadsheet would run', () => {
    const cells = ['=cmd()', '+1', '-1', '@x', "'=x"];
    const sheet = sheetOf(`phone,name\n${cells.map((cell) => `${PHONE},${cell}\n`).join('')}`);

    for (const line of problemReport(sheet, planOf(sheet, NAME), 'all').split('\r\n')) {
      for (const cell of line.replace('\ufeff', '').split(/[",]/)) expect(cell).not.toMatch(/^[=+@-]/);
    }
  });
});

describe('a report that is repaired and given back', () => {
  const letter = fc.constantFrom(...'aB1 ,;|\t"\'\n=+-@éक😀\u200b\u00a0');
  const cell = fc.oneof(fc.string({ unit: letter, maxLength: 8 }), fc.constantFrom('#N/A', '=1+1', "'=x", "''-", ''));
  const phone = fc.constantFrom(PHONE, '="+447400123456"', "'+491512345678", '9.19E+11', '');
  const rows = fc.array(fc.tuple(phone, cell, cell), { minLength: 1, maxLength: 6 });
  const names = fc.constantFrom('note', 'row', 'a;b', '=x', '"', "it's, so");
  const separators = fc.constantFrom<Separator[]>(',', ';', '\t', '|');

  it('reads as the same rows, whatever stands in them', () => {
    fc.assert(
      fc.property(rows, names, separators, (cells, third, separator) => {
        fc.pre(cells.some((row) => row.some((text) => /[^\s\u200b]/.test(text))));
        const text = [['phone', 'name', third], ...cells].map((row) => `${csvLine(row, separator)}\n`).join('');
        const sheet = sheetOf(`sep=${separator}\n${text}`);
        const plan = planOf(sheet, NAME, { phoneColumn: 'A' });
        const again = sheetOf(encoded(problemReport(sheet, plan, 'all'), 'UTF-8', false));

        expect(again.form.separator).toBe(separator);
        expect(again.columns).toEqual(sheet.columns);
        expect(again.rows.map((row) => row.cells)).toEqual(sheet.rows.map((row) => row.cells));
        expect(planOf(again, NAME, { phoneColumn: 'A' }).counts).toEqual(plan.counts);
      }),
      { numRuns: 300 },
    );
  });

  it('is sound when its wrong cells are right, and rows that were emptied are gone', () => {
    const sheet = sheetOf(`phone;name;City\n98765;Asha;Pune\n${PHONE};#N/A;Goa\n+44 7400 123456;Eve;Hull\nx;y;z\n`);
    const repaired = problemReport(sheet, planOf(sheet, NAME), 'all')
      .replace('98765;', '919811111111;')
      .replace('#N/A;', 'Ravi;')
      .replace('x;y;z;', ';;;');
    const plan = planOf(sheetOf(repaired), NAME);

    expect(plan.problems).toEqual([]);
    expect(plan.messages.map(({ message }) => message.parameters[0])).toEqual(['Asha', 'Ravi', 'Eve']);
  });
});

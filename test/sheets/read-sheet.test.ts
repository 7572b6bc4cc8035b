import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCell } from '../../src/core/list/clean-cell.ts';
import { csvLine } from '../../src/core/list/csv-line.ts';
import { type Encoding, formSentence, type Separator, type Sheet } from '../../src/core/list/sheet.ts';
import { readSheet } from '../../src/sheets/read-sheet.ts';
import { encoded } from '../support/encodings.ts';
import { unseenText } from '../support/naughty.ts';
import { BOOKING } from '../support/sends.ts';
import { planOf, sheetOf } from '../support/sheets.ts';

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];
const ENCODINGS: readonly (readonly [Encoding, boolean])[] = [
  ['UTF-8', true],
  ['UTF-8', false],
  ['UTF-16LE', true],
  ['UTF-16LE', false],
  ['UTF-16BE', true],
  ['UTF-16BE', false],
  ['Windows-1252', false],
];
const FORMS = ENCODINGS.flatMap(([encoding, withMark]) =>
  SEPARATORS.map((separator) => ({ encoding, withMark, separator, name: JSON.stringify(separator) })),
);

const GUESTS: readonly (readonly string[])[] = [
  ['Telefono', 'Guest', 'Booking number', 'View'],
  ['+91 98765 43210', 'Zoé “Zed” Müller', 'BK-77; 2 rooms, €5', 'a|b'],
  ['+44 7400 123456', 'Åsa', 'BK-78', 'c'],
  ['+49 1512 3456789', 'Peña, José', 'BK-79', 'd'],
];

function csv(rows: readonly (readonly string[])[], separator: Separator, end = '\r\n'): string {
  return rows.map((cells) => csvLine(cells, separator) + end).join('');
}

function cellsOf({ rows }: Sheet): readonly (readonly string[])[] {
  return rows.map(({ cells }) => cells);
}

describe('one file', () => {
  const plain = sheetOf(csv(GUESTS, ','));
  const plan = planOf(plain, BOOKING);

  it.each(FORMS)('gives one plan in $encoding (mark: $withMark) with $name', ({ encoding, withMark, separator }) => {
    const sheet = sheetOf(encoded(csv(GUESTS, separator), encoding, withMark));

    expect(planOf(sheet, BOOKING)).toEqual(plan);
    expect(plan.counts).toEqual({ rows: 3, messages: 3, doubled: 0, leftOut: 0 });
    expect(sheet.form).toEqual({ encoding, separator });
    expect([sheet.columns, sheet.rows]).toEqual([plain.columns, plain.rows]);
  });

  it.each(['UTF-16LE', 'UTF-16BE'] as const)('is read as %s by its mark where no letter is English', (encoding) => {
    const sheet = sheetOf(encoded('名前名前名前名前\t住所住所住所住所\nあああああ\tいいいいい\n', encoding, true));

    expect(sheet.form).toEqual({ encoding, separator: '\t' });
    expect(cellsOf(sheet)).toEqual([['あああああ', 'いいいいい']]);
  });

  it('gives it with any line ends', () => {
    for (const end of ['\n', '\r', '\r\n']) expect(planOf(sheetOf(csv(GUESTS, ';', end)), BOOKING)).toEqual(plan);
  });

  it('gives it with the mark of an end behind it, which old programs write, and with one of its encoding before', () => {
    expect(planOf(sheetOf(`${csv(GUESTS, ',')}\u001a`), BOOKING)).toEqual(plan);
    expect(planOf(sheetOf(`\ufeff${csv(GUESTS, ',')}`), BOOKING)).toEqual(plan);
  });

  it('says what was guessed, and shows a letter to look at where the guess could be another one', () => {
    const sheet = sheetOf(encoded(csv(GUESTS, ';'), 'Windows-1252', false));

    expect(formSentence(sheet)).toBe('Read as Windows-1252, separated by semicolons.');
    expect(sheet.lookAt).toEqual({ row: 2, letter: 'B', text: 'Zoé “Zed” Müller' });
    expect(sheetOf(encoded(csv(GUESTS, ';'), 'UTF-8', false)).lookAt).toBeUndefined();
    expect(formSentence(sheetOf(csv(GUESTS, '\t')))).toBe('Read as pasted rows, separated by tabs.');
  });
});

describe('a table of any cells', () => {
  it('has an empty cell where nothing can be seen, whatever stands there', () => {
    fc.assert(
      fc.property(unseenText, (cell) => {
        expect(cleanCell(cell)).toBe('');
      }),
    );
  });

  const letter = fc.constantFrom(...'ab1 ,;|\t"\'\n=+-@é€क😀\u200d\u00a0');
  const cell = fc.string({ unit: letter, maxLength: 8 });
  const tables = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 6 }));

  it('is read as it was written, whatever stands in its cells', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(...SEPARATORS), (cells, separator) => {
        // A name for each column, as many separators as columns, and no row that is blank.
        const rows = cells.map((row, at) => row.map((value, column) => (at === 0 ? `n${column}` : value)));
        const filled = rows.map((row, at) => (at === 0 ? row : [`x${row[0]}`, ...row.slice(1)]));
        const sheet = sheetOf(`sep=${separator}\n${csv(filled, separator)}`);

        expect(cellsOf(sheet)).toEqual(filled.slice(1).map((row) => row.map(cleanCell)));
        expect(sheet.rows.map(({ number }) => number)).toEqual(filled.slice(1).map((_, at) => at + 2));
      }),
    );
  });

  it('is read or refused with a sentence, and never throws', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: letter, maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        const sheet = readSheet(content);

        if (!sheet.ok) expect(sheet.failure.sentence).toMatch(/^[A-Z].*\.$/s);
        else for (const { cells } of sheet.value.rows) expect(cells).toHaveLength(sheet.value.columns.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the separator', () => {
  it('is the one that the first line names, which is no row', () => {
    const sheet = sheetOf('sep=;\r\na,b;c\r\n1,5;2\r\n');

    expect(sheet.columns.map(({ name }) => name)).toEqual(['a,b', 'c']);
    expect(sheet.rows).toEqual([{ number: 2, cells: ['1,5', '2'] }]);
  });

  it.each([
    ['phone;amount\n9;1,5\n8;2,5\n', ';'],
    ['last, first\tphone\nRao, Asha\t9\n', '\t'],
    ['phone,note\n9,"a;b;c"\n8,"d;e;f"\n', ','],
    ['phone|note\n9|a, b\n', '|'],
    ['phone\n9\n', ','],
  ] as const)('of %j is %j', (text, separator) => {
    expect(sheetOf(text).form.separator).toBe(separator);
  });
});

describe('a row', () => {
  it('has the number that a spreadsheet shows, whatever stands above it', () => {
    const sheet = sheetOf('\n\nphone,note\n1,"two\nlines"\n,,\n\n2,x\n,\n,\n');

    expect(sheet.rows.map(({ number }) => number)).toEqual([4, 7]);
    expect(cellsOf(sheet)[0]).toEqual(['1', 'two\nlines']);
  });

  it('is padded where it is short, and columns without anything are left away at the end', () => {
    const sheet = sheetOf('a,b,c,,\n1\n1,2,3,,\n');

    expect(sheet.columns.map(({ letter }) => letter)).toEqual(['A', 'B', 'C']);
    expect(cellsOf(sheet)).toEqual([
      ['1', '', ''],
      ['1', '2', '3'],
    ]);
  });

  it('is kept apart from the next one where copied cells begin with a quote', () => {
    expect(cellsOf(sheetOf('a\tb\n"Hi" she said\tx\n12" pipe\ty\n'))).toEqual([
      ['"Hi" she said', 'x'],
      ['12" pipe', 'y'],
    ]);
  });

  it.each([
    ['a,b\n"x"  ,"y"\n', ['x', 'y']],
    ['a,b\n"x ""y""",z', ['x "y"', 'z']],
    ['a,b\n"x\n\ny","z"', ['x\n\ny', 'z']],
    ['a,b\n"","z, "', ['', 'z,']],
    ['a,b\n5" pipe,"6"""\n', ['5" pipe', '6"']],
  ])('is read with its quotes: %j', (text, cells) => {
    expect(cellsOf(sheetOf(text))).toEqual([cells]);
  });

  it.each([
    ['a,b\n"x,y\n', 'Row 2, column A'],
    ['  ,b\n1,2\n3,"x', 'Row 3, column B'],
    ['a,b\n1,"x\ny"z\n', 'Row 2, column B'],
    ['"a"b,c\n1,2\n', 'Row 1, column A'],
    ['a,b\n"1\n2",3\n4,"', 'Row 3, column B'],
  ])('is named where its quotes are wrong: %j', (text, place) => {
    expect(readSheet(text)).toMatchObject({
      failure: { kind: 'open_quote', sentence: expect.stringContaining(`${place} has a quote`) },
    });
  });

  it('has letters after Z over its columns', () => {
    const names = Array.from({ length: 30 }, (_, at) => `n${at}`);

    expect(sheetOf(csv([names, names], ',')).columns.at(27)?.letter).toBe('AB');
  });
});

describe('a cell', () => {
  it.each([
    ['\u200b+91\u00a098\ufeff', '+91 98'],
    [' \u202fa\u00a0', 'a'],
    ['a\u2028b', 'a\nb'],
    ['क्\u200dष 👨\u200d👩\u200d👧', 'क्\u200dष 👨\u200d👩\u200d👧'],
    ['a\u200db\u200c', 'ab'],
    ["'+91 98", '+91 98'],
    ["''=x", "'=x"],
    ["'tis", "'tis"],
  ])('that holds %j is %j', (held, expected) => {
    expect(cellsOf(sheetOf(`n,m\n"${held}",x\n`))[0]?.[0]).toBe(expected);
  });
});

describe('the limits', () => {
  const rows = (count: number): string => `phone,n\n${'1,2\n'.repeat(count)}`;

  it('are 2,000 rows, and as many as are allowed up to 10,000', () => {
    expect(sheetOf(rows(2_000)).rows).toHaveLength(2_000);
    expect(readSheet(rows(2_001))).toMatchObject({ failure: { kind: 'too_many_rows' } });
    expect(sheetOf(rows(2_001), 10_000).rows).toHaveLength(2_001);
    expect(readSheet(rows(10_001), 50_000)).toMatchObject({
      failure: {
        sentence: 'There are 10,001 rows, and a list has at most 10,000. Split it into several files.',
      },
    });
  });

  it('do not count a million blank rows behind the last', () => {
    expect(sheetOf(`${rows(3)}${',\n'.repeat(1_000_000)}`).rows).toHaveLength(3);
  });

  it('refuse a million blank rows before the last, so that none is lost behind them', () => {
    expect(readSheet(`${rows(3)}${'\n'.repeat(1_048_576)}4,5\n`)).toMatchObject({ failure: { kind: 'too_many_rows' } });
  });
});

describe('a file that was made to be slow', () => {
  it.each([
    ['quotes before blanks', `${'"x'.repeat(1_000_000)}${' '.repeat(2_500_000)}\n`],
    ['remarks of a page', `${'<!---->'.repeat(280)}x`],
    ['one row of commas', `phone${','.repeat(5_000_000)}x`],
    ['blank lines', '\n'.repeat(5_000_000)],
  ])('is refused soon: %s', (_, text) => {
    expect(readSheet(text)).toMatchObject({ ok: false });
  });
});

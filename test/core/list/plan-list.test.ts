import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/core/list/csv-line.ts';
import { exampleSheet } from '../../../src/core/list/example-sheet.ts';
import { groupOfSheet, sheetOfGroup } from '../../../src/core/list/group.ts';
import type { ListChoices, ListPlan } from '../../../src/core/list/list-plan.ts';
import { matchColumns } from '../../../src/core/list/match-columns.ts';
import { planSteps } from '../../../src/core/list/plan-list.ts';
import { fillTemplate, templateFields } from '../../../src/core/template/fields/fields.ts';
import { previewOf } from '../../../src/core/template/message/preview.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { BOOKING } from '../../support/sends.ts';
import { planOf, readNumber, sheetOf, templateOf } from '../../support/sheets.ts';
import { templateCase } from '../template/generated-templates.ts';

const NAME = templateOf('name');
const PEOPLE = ['+91 98765 43210', '+44 7400 123456', '+49 1512 3456789', '+91 98111 11111', '+91 98222 22222'];

/** Rows of a number and one value. */
function plan(rows: readonly (readonly [phone: string, name: string])[], choices?: ListChoices): ListPlan {
  return planOf(sheetOf(`phone;name\n${rows.map((row) => `${csvLine(row, ';')}\n`).join('')}`), NAME, choices);
}

function bodyOf({ messages }: ListPlan, template: Template): readonly (string | undefined)[] {
  return messages.map(({ message }) => previewOf(template, message).body);
}

describe('the plan of a list', () => {
  it('has a message of each row, in the order of the file', () => {
    const sheet = sheetOf(`link,phone,2,guest\nabc,${PEOPLE[1]},BK-78,Ravi\n\ndef,${PEOPLE[0]},BK-77,Asha\n`);
    const found = planOf(sheet, BOOKING);

    expect(found.messages.map(({ row, recipient }) => [row, recipient.number])).toEqual([
      [2, '+447400123456'],
      [4, '+919876543210'],
    ]);
    expect(bodyOf(found, BOOKING)).toEqual([
      'Hello Ravi, your booking *BK-78* is confirmed.',
      'Hello Asha, your booking *BK-77* is confirmed.',
    ]);
    expect(found.messages.map(({ length }) => length)).toEqual(['RaviBK-78abc'.length, 'AshaBK-77def'.length]);
  });

  it('counts people by country, most first, and finds the longest and the shortest message', () => {
    const names = ['Ann', 'Al', 'Alexandra', 'Bob', 'Eve'];
    const found = plan(PEOPLE.map((phone, at) => [phone, names[at] ?? '']));

    expect(found.countries).toEqual([
      { country: 'India', messages: 3 },
      { country: 'United Kingdom', messages: 1 },
      { country: 'Germany', messages: 1 },
    ]);
    expect(found.samples).toEqual({ first: 0, longest: 2, shortest: 1 });
    expect(
      plan(
        [
          ['x', 'y'],
          ['', 'z'],
        ].map(([phone = '', name = '']) => [phone, name]),
      ).samples,
    ).toBeUndefined();
  });

  it.each([
    ['="+91 98765 43210"', 'a formula that keeps it a text'],
    ["'+91 98765 43210", 'the mark of a text'],
    ['=+919876543210', 'a plus that became a formula'],
    ['919876543210.0', 'a number with a decimal place'],
    ['tel:+91 98765 43210', 'a link'],
    ['\u202a+91 98765 43210\u202c', 'marks of direction'],
  ])('reads the number in %s: %s', (cell) => {
    expect(plan([[cell, 'Asha']]).messages[0]?.recipient.number).toBe('+919876543210');
  });

  it('repairs values where nothing is lost, and counts them', () => {
    const found = plan([
      ['="+91 98765 43210"', '="00123"'],
      ['447400123456.0', "'007"],
      [PEOPLE[2] ?? '', "'tis"],
    ]);

    expect(found.messages.map(({ message }) => message.parameters[0])).toEqual(['00123', '007', "'tis"]);
    expect(found.repaired).toBe(4);
  });

  it.each([
    'Nan',
    'None of it',
    'O’Brien',
    'N/A',
    '50%',
    'Null',
    '5-star',
    '#1',
    '-5 %',
    'E10',
    '1E10',
    'a%20b%C3%A9',
    '{1}',
    '=)',
    'Ãtila',
  ])('sends %s, which only looks like damage', (value) => {
    const { counts, problems } = plan([[PEOPLE[0] ?? '', value]]);

    expect([counts.messages, problems.filter(({ weight }) => weight === 'error')]).toEqual([1, []]);
  });

  it('says every problem of a row at once, and one of each cell', () => {
    const sheet = sheetOf(`phone,guest,2,link\n98765,#N/A,,{{x}}\n${PEOPLE[0]},Asha,BK-77,abc\n`);
    const { problems, leftOut, counts } = planOf(sheet, BOOKING);

    expect(problems.map(({ column, kind }) => [column.letter, kind])).toEqual([
      ['A', 'number'],
      ['B', 'damage'],
      ['C', 'empty'],
      ['D', 'damage'],
    ]);
    expect(leftOut).toEqual([2]);
    expect(counts).toEqual({ rows: 2, messages: 1, doubled: 0, leftOut: 1 });
  });
});

describe('a number in several rows', () => {
  const [one = '', other = ''] = PEOPLE;

  it('gets one message where the words are the same, in any spelling', () => {
    const found = plan([
      [one, 'Asha'],
      [other, 'Asha'],
      ['919876543210.0', ' Asha '],
    ]);

    expect(found.messages.map(({ row }) => row)).toEqual([2, 3]);
    expect(found.counts).toEqual({ rows: 3, messages: 2, doubled: 1, leftOut: 0 });
  });

  it('gets none where they differ, and each row names another one', () => {
    const found = plan([
      [one, 'Asha'],
      [one, 'Asha'],
      [one, 'Ravi'],
      [other, 'Eve'],
    ]);

    expect(found.messages.map(({ row }) => row)).toEqual([5]);
    expect(found.leftOut).toEqual([2, 3, 4]);
    expect(found.problems.map(({ sentence }) => sentence.slice(0, 5))).toEqual(['Row 4', 'Row 4', 'Row 2']);
  });

  it('gets each of its messages where the person said so', () => {
    const found = plan(
      [
        [one, 'Asha'],
        [one, 'Ravi'],
        [one, 'Asha'],
      ],
      { severalPerPerson: true },
    );

    expect(found.messages.map(({ row }) => row)).toEqual([2, 3]);
    expect(found.counts).toEqual({ rows: 3, messages: 2, doubled: 1, leftOut: 0 });
  });
});

describe('one number in thousands of rows', () => {
  it('is compared with itself soon, and each row names another one', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => [PEOPLE[0] ?? '', at < 9_999 ? 'Asha' : 'Ravi'] as const);
    const text = rows.map((row) => `${row.join(',')}\n`).join('');
    const { problems } = planOf(sheetOf(`phone,name\n${text}`, 10_000), NAME);

    expect(problems).toHaveLength(10_000);
    expect(problems.at(-1)?.sentence).toMatch(/^Row 2 has the same number/);
  }, 15_000);
});

describe('numbers that rise by one', () => {
  const rising = (count: number): readonly (readonly [string, string])[] => [
    ['+44 7400 123456', 'Eve'],
    ...Array.from({ length: count }, (_, at) => [`+91 98765 432${10 + at}`, `n${at}`] as const),
    ['+49 1512 3456789', 'Ute'],
  ];

  it('are left out from five rows on, and said once', () => {
    const found = plan(rising(5));

    expect(found.messages.map(({ row }) => row)).toEqual([2, 8]);
    expect(found.leftOut).toEqual([3, 4, 5, 6, 7]);
    expect(found.problems).toMatchObject([{ row: 3, lastRow: 7, kind: 'rising', weight: 'error' }]);
  });

  it('are sent when they are four, or when the person says that they are right', () => {
    expect(plan(rising(4)).counts.messages).toBe(6);
    expect(plan(rising(5), { risingIsRight: true }).counts.messages).toBe(7);
  });
});

describe('any list', () => {
  const phone = fc.constantFrom(...PEOPLE, '+91 98765 43211', '+91 98765 43212', '9.19812E+11', '98765', '');
  const name = fc.constantFrom('Asha', 'Ravi', '#N/A', '', 'x\ny', '2026-11-23 00:00:00');
  const rows = fc.array(fc.tuple(phone, name), { minLength: 1, maxLength: 12 });

  it('has each of its rows among the messages, the doubled or those left out', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (cells, severalPerPerson) => {
        const filled = cells.filter((row) => row.some((cell) => cell !== ''));
        fc.pre(filled.some(([number]) => number.startsWith('+')));
        const { counts, messages, leftOut, problems } = plan(filled, { severalPerPerson });

        expect(counts.rows).toBe(filled.length);
        expect(counts.messages + counts.doubled + counts.leftOut).toBe(counts.rows);
        expect(messages.filter(({ row }) => leftOut.includes(row))).toEqual([]);
        expect(
          new Set(
            messages.map(({ message, recipient }) => JSON.stringify([recipient.number, severalPerPerson && message])),
          ).size,
        ).toBe(messages.length);
        const wrong = problems.filter(({ weight }) => weight === 'error').flatMap(({ row }) => row);
        expect(wrong.every((row) => leftOut.includes(row))).toBe(true);
        expect(counts.leftOut === 0).toBe(wrong.length === 0);
      }),
    );
  });

  it('of 10,000 rows is read in steps, between which other work is done', () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => `+9198${String(10_000_000 + at * 37)},n${at}\n`).join('');
    const sheet = sheetOf(`phone,name\n${lines}`);
    const columns = matchColumns(sheet, NAME, {}, readNumber);
    if (!columns.ok) throw new Error('columns are open');

    const steps = planSteps({ sheet, columns: columns.value, template: NAME, choices: {}, readNumber });
    let pauses = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) pauses += 1;

    expect(pauses).toBe(9);
    expect(step.value).toEqual(planOf(sheet, NAME));
  });
});

describe('the example of a template', () => {
  it('is a sheet whose columns are all found, for any template', () => {
    fc.assert(
      fc.property(templateCase, ({ template }) => {
        const columns = matchColumns(sheetOf(exampleSheet(template)), template, {}, readNumber);
        const needed = templateFields(template).filter(({ isOptional }) => !isOptional);

        expect(columns).toMatchObject({ ok: true, value: { phone: { letter: 'A' }, unused: [] } });
        expect(columns.ok && columns.value.fields.map(({ field }) => field.id)).toEqual(needed.map(({ id }) => id));
      }),
    );
  });

  it('has nothing in it that could not be sent, for any template', () => {
    fc.assert(
      fc.property(templateCase, ({ template }) => {
        const { problems } = planOf(sheetOf(exampleSheet(template)), template);

        expect(problems.filter(({ weight }) => weight === 'error')).toEqual([]);
      }),
    );
  });

  it('is sent as any person would have typed it', () => {
    expect(bodyOf(planOf(sheetOf(exampleSheet(BOOKING)), BOOKING), BOOKING)).toEqual([
      'Hello Asha, your booking *BK-77* is confirmed.',
    ]);
  });
});

describe('any values of any template', () => {
  it('fill it from a row as they do from the form', () => {
    fc.assert(
      fc.property(templateCase, ({ template, values }) => {
        const fields = templateFields(template);
        const cells = fields.map(({ id }) => values[id] ?? '');
        fc.pre(cells.every((cell) => !/^'|^=|^[-+@]/.test(cell)));
        const sheet = sheetOf(
          `sep=;\nphone;${csvLine(
            fields.map(({ id }) => id),
            ';',
          )}\n${csvLine([PEOPLE[0] ?? '', ...cells], ';')}\n`,
        );
        const typed = fillTemplate(template, values);
        const { messages, problems } = planOf(sheet, template);

        if (problems.some(({ kind }) => kind === 'damage')) return;
        expect(messages.map(({ message }) => message)).toEqual(typed.ok ? [typed.value] : []);
      }),
    );
  });
});

describe('a saved group', () => {
  it('is the people of a list that were not left out, and is read like a file', () => {
    const sheet = sheetOf(`phone,name,City\n${PEOPLE[0]},Asha,Pune\nx,Ravi,Goa\n${PEOPLE[1]},Eve,Hull\n`);
    const group = groupOfSheet('Guests', sheet, planOf(sheet, NAME).leftOut);

    expect(group).toEqual({
      name: 'Guests',
      columns: ['phone', 'name', 'City'],
      rows: [
        [PEOPLE[0], 'Asha', 'Pune'],
        [PEOPLE[1], 'Eve', 'Hull'],
      ],
    });
    expect(bodyOf(planOf(sheetOfGroup(group), NAME), NAME)).toEqual(['Asha', 'Eve']);
  });
});

import { describe, expect, it } from 'vitest';
import { damageIn, repairedCell } from '../../../../src/core/list/rows/cell-damage.ts';
import type { TemplateField } from '../../../../src/core/template/fields/field.ts';

const FIELD: TemplateField = {
  id: 'param_1',
  label: 'Guest',
  example: undefined,
  hint: undefined,
  isOptional: false,
  maxLength: 1_024,
};

describe('a value that was damaged before it came', () => {
  it.each([
    [
      'is a formula without a result',
      ['#N/A', '#n/a', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!'],
    ],
    ['is a formula without a result', ['#ERROR!', '#NV', '#WERT!', '#¡VALOR!', '#BEZUG!', 'Err:502', '#N/D', '#REIF!']],
    ['too narrow to show', ['###', '##########']],
    ['stands for a missing value', ['NULL', 'null', '(null)', 'None', 'nan', 'NaN', 'undefined', '<NA>', 'NaT', '\\N']],
    ['stands for a missing value', ['[object Object]', '<null>', 'NAN']],
    ['has lost digits in Excel', ['9.19E+11', '1,2E+05', '-1.5E+10', '1E+15']],
    ['has an unfilled placeholder', ['{{name}}', 'Hi {{1}}!', '{{ a b }}', `\${x}`, '[[x]]', '<<x>>', '{first_name}']],
    ['has an unfilled placeholder', ['%NAME%', 'Hi %first_name%,', '%DATE%']],
    [
      'is a formula, not its result',
      ['=A1', '=$B$2', '=SUM(A1:A3)', '= VLOOKUP(1,2,3)', '=vlookup(a1;b:c;2)', "='May 2026'!B2", '=-5*2'],
    ],
    ['has a letter that was lost', ['Zo\ufffd', '\ufffd', '??', '???? ??']],
  ])('%s: %j', (sentence, values) => {
    for (const value of values) {
      expect(damageIn(value, FIELD), value).toEqual({ weight: 'error', sentence: expect.stringContaining(sentence) });
    }
  });

  it.each([
    ['Should the person really read', ['Null', 'none', 'Nan', 'N/A', 'nil', 'NA', 'Undefined']],
    [
      'looks like a date that a spreadsheet turned',
      ['2026-11-23 00:00:00', '2026-11-23T00:00:00Z', '2026-11-23 00:00'],
    ],
    ['looks like a date that a spreadsheet turned', ['1900-01-00', '30/12/1899', '00/01/1900', '1899-12-30']],
    ['took for a date', ['2-Jan', 'Dec-12']],
    ['Should the person really read', ['TRUE', 'FALSE', 'WAHR', 'VERDADERO']],
    ['may have lost letters', ['Zo?e', 'Ram ???']],
    ['has the code of a web page', ['A &amp; B', 'it&#39;s', '5&nbsp;pm']],
    ['looks garbled', ['ZoÃ©', 'itâ€™s', 'Â£5']],
  ])('may be one, and is sent: %s %j', (sentence, values) => {
    for (const value of values) {
      expect(damageIn(value, FIELD), value).toEqual({ weight: 'warning', sentence: expect.stringContaining(sentence) });
    }
  });

  it('is a day that a spreadsheet counted, where its field asks for one', () => {
    const warning = {
      weight: 'warning',
      sentence: '45980.5 is how a spreadsheet stores 19 November 2025. Write the date as people read it.',
    };

    expect(damageIn('45980.5', { ...FIELD, label: 'Check-in' })).toEqual(warning);
    expect(damageIn('45980.5', { ...FIELD, format: { kind: 'date' } })).toEqual(warning);
    expect(damageIn('45980', { ...FIELD, label: 'Booking number' })).toBeUndefined();
  });

  it('is none where its field takes nothing else', () => {
    expect(damageIn('none', { ...FIELD, format: { kind: 'list', values: ['none', 'some'] } })).toBeUndefined();
    expect(damageIn('2-Jan', { ...FIELD, format: { kind: 'date' } })).toBeUndefined();
  });

  it.each([
    'Asha',
    'Priya & Ravi',
    'आशा',
    '#1 of 5',
    '100%',
    '50% off, 20% cash',
    'a%20b%C3%A9',
    'track?id=5&lang=en',
    'Ready? Yes!',
    '?',
    'True',
    '+1 for you',
    '=)',
    '7E3',
    '2026-11-23',
    '',
  ])('is not %j', (value) => {
    expect(damageIn(value, FIELD)).toBeUndefined();
  });

  it('is quoted no longer than a line', () => {
    expect(damageIn(`{{x}}${'é'.repeat(100)}`, FIELD)?.sentence).toContain(`“{{x}}${'é'.repeat(55)}…”`);
  });
});

describe('a cell that can be repaired', () => {
  it.each([
    ['="+91 98765 43210"', '+91 98765 43210'],
    ['= "00123"', '00123'],
    ['="a ""b"" c"', 'a "b" c'],
    ['=" 7 "', '7'],
    ['=+919876543210', '+919876543210'],
    ['= 91 98765', '91 98765'],
    ["'007", '007'],
    ["'+91 98765", '+91 98765'],
  ])('%s is %s', (cell, repaired) => {
    expect(repairedCell(cell)).toBe(repaired);
  });

  it.each(["'tis", "'90s", '=A1', '="a"&"b"', '=1+1', '"x"', 'O’Brien', "5'"])('is not %s', (cell) => {
    expect(repairedCell(cell)).toBe(cell);
  });
});
